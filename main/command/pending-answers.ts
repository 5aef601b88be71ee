import { randomBytes } from 'node:crypto';

/** The word with which the command asks for an answer that it was told to wait for; a ticket follows it. */
export const ANSWER_WORD = '--answer';

/**
 * Answers that a person is needed for first: the command is told so at once, and asks again for the answer.
 *
 * @param keepMs how long an answer is kept that nobody asks for, in milliseconds
 */
export function createPendingAnswers<T>(keepMs: number) {
  const pending = new Map<string, { readonly answer: Promise<T>; readonly timer: NodeJS.Timeout }>();

  return {
    /** Keeps an answer; returns the ticket by which it is asked for. */
    keep(answer: Promise<T>): string {
      const ticket = randomBytes(16).toString('hex');
      const timer = setTimeout(() => pending.delete(ticket), keepMs);
      pending.set(ticket, { answer, timer });
      return ticket;
    },
    /** The answer to a ticket, once; null where there is none. */
    take(ticket: string): Promise<T> | null {
      const found = pending.get(ticket);
      if (found === undefined) return null;
      clearTimeout(found.timer);
      pending.delete(ticket);
      return found.answer;
    },
    /** Forgets all. */
    clear(): void {
      for (const { timer } of pending.values()) clearTimeout(timer);
      pending.clear();
    },
  };
}

/** Answers that a person is needed for first. */
export type PendingAnswers<T> = ReturnType<typeof createPendingAnswers<T>>;
