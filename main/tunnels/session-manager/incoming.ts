import type { Message } from './message.ts';

/** How much of what came too early is kept, in bytes and in messages: the rest is not acknowledged, and comes again. */
const MAX_EARLY_BYTES = 16 * 1024 * 1024;
const MAX_EARLY_MESSAGES = 20_000;

/** Puts the agent's messages in order. */
export function createIncoming() {
  const early = new Map<number, Message>();
  let earlyBytes = 0;
  let expected = 0;

  return {
    /**
     * Takes a message of stream data.
     *
     * @returns what is next in order, this one and those that waited for it; and whether it is acknowledged: all
     *   are, one that came before again, too (its acknowledgement may have been lost), but for those that there is
     *   no room for
     */
    take(message: Message): { readonly inOrder: readonly Message[]; readonly isAcknowledged: boolean } {
      const { sequence, payload } = message;
      if (sequence < expected || early.has(sequence)) return { inOrder: [], isAcknowledged: true };
      if (sequence > expected) {
        const isTooMuch = early.size >= MAX_EARLY_MESSAGES || earlyBytes + payload.length > MAX_EARLY_BYTES;
        if (isTooMuch) return { inOrder: [], isAcknowledged: false };
        early.set(sequence, message);
        earlyBytes += payload.length;
        return { inOrder: [], isAcknowledged: true };
      }
      const inOrder = [message];
      expected += 1;
      for (let next = early.get(expected); next !== undefined; next = early.get(expected)) {
        early.delete(expected);
        earlyBytes -= next.payload.length;
        expected += 1;
        inOrder.push(next);
      }
      return { inOrder, isAcknowledged: true };
    },
    /** Whether something waits for a message before it. */
    hasGap: (): boolean => early.size > 0,
  };
}
