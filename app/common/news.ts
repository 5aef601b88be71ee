/** Something that a module tells the others of, whoever they are. */
export interface News<T> {
  /** Tells everybody who listens. */
  tell(what: T): void;
  /** Listens from now on. */
  on(react: (what: T) => void): void;
}

/** Makes news of one kind. Reactions run in the order in which they were subscribed. */
export function createNews<T>(): News<T> {
  const reactions: Array<(what: T) => void> = [];
  return {
    tell: (what) => reactions.forEach((react) => react(what)),
    on: (react) => void reactions.push(react),
  };
}
