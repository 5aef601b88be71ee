import type { Connection } from '../../app/connections/model.ts';

/** One line of the list of connections. */
export type ConnectionListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | { readonly kind: 'connection'; readonly key: string; readonly connection: Connection };

/**
 * The lines of the list. Headings stand only where there are pinned connections and others, and not while
 * searching, when the best match comes first whatever it is.
 *
 * @param shown the connections in the order of the list
 */
export function connectionRows(
  shown: readonly Connection[],
  isSearching: boolean,
): readonly ConnectionListRow[] {
  const hasBoth = shown.some((one) => one.pinned) && shown.some((one) => !one.pinned);
  let heading = '';
  return shown.flatMap((connection): readonly ConnectionListRow[] => {
    const row = { kind: 'connection', key: connection.id, connection } as const;
    const text = headingOf(connection);
    if (!hasBoth || isSearching || text === heading) return [row];
    heading = text;
    return [{ kind: 'heading', key: `heading ${text}`, text }, row];
  });
}

function headingOf({ pinned, usedAt }: Connection): string {
  if (pinned) return 'Pinned';
  return usedAt === null ? 'Not used yet' : 'Recently used';
}
