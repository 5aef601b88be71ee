import type { Connection } from '../../../app/connections/model.ts';

/** Notes that say with which save they came, long enough that writing them all takes a while. */
export function numbered(number: number): string {
  return `save ${number} ${'.'.repeat(3_000)}`;
}

/** The save that a connection's notes came with; fails where they are not whole. */
export function numberIn({ notes }: Pick<Connection, 'notes'>): number {
  const number = Number(notes.split(' ')[1]);
  if (notes !== numbered(number)) throw new Error(`Torn notes: ${notes.slice(0, 40)}`);
  return number;
}
