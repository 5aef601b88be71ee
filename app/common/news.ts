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

/** What follows from news; a promise of it takes its time. */
export type Reaction<T> = (what: T) => unknown;

/**
 * Subscribes reactions, which run in this order.
 *
 * @param background gets the work of each. One that throws at once fails like one whose promise rejects: the others
 * still run, and whoever told the news goes on.
 */
export function subscribe<T>(
  news: News<T>,
  reactions: readonly Reaction<T>[],
  background: (work: Promise<unknown>) => void,
): void {
  for (const reaction of reactions) news.on((what) => background((async () => reaction(what))()));
}
