import { isPlainLine } from '../common/text/plain-text.ts';

/** The scheme of links from outside; the window's own is another. */
export const LINK_SCHEME = 'latchkey';

/** The longest link that is looked at, in characters. */
const LONGEST_LINK = 2_048;

/**
 * Which connection a link names: `latchkey://connect/NAME`, where NAME is a connection's whole name or its id,
 * percent-encoded. A link says nothing else: no client, no database, no arguments.
 *
 * @param link as a browser or another program has given it
 * @returns null for anything else
 */
export function nameInLink(link: string): string | null {
  if (link.length > LONGEST_LINK) return null;
  const encoded = /^latchkey:\/\/connect\/([^/?#\s]+)\/?$/i.exec(link)?.[1];
  if (encoded === undefined) return null;
  try {
    const name = decodeURIComponent(encoded);
    return isPlainLine(name) ? name : null;
  } catch {
    return null;
  }
}
