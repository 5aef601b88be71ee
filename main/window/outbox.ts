/** Messages to a page, none of which is lost while the page does not listen yet. */
export interface Outbox<M> {
  /** Delivers a message now, or once the page listens. */
  put(message: M): void;
  /** The page listens: what has waited goes out, in order. */
  opened(): void;
  /** The page has gone. What waits is for the next one. */
  closed(): void;
}

/**
 * Makes an outbox.
 *
 * @param deliver hands a message to the page that listens
 */
export function outbox<M>(deliver: (message: M) => void): Outbox<M> {
  let isListening = false;
  let waiting: M[] = [];
  return {
    put(message) {
      if (isListening) deliver(message);
      else waiting.push(message);
    },
    opened() {
      isListening = true;
      const due = waiting;
      waiting = [];
      for (const message of due) deliver(message);
    },
    closed() {
      isListening = false;
    },
  };
}
