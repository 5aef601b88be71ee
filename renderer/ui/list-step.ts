/**
 * How far a key moves the selection of a list, in rows; null for a key that moves nothing.
 *
 * @param page rows that are on the screen
 * @param all rows that there are
 */
export function stepOf(key: string, page: number, all: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return 1;
    case 'ArrowUp':
      return -1;
    case 'PageDown':
      return page;
    case 'PageUp':
      return -page;
    case 'Home':
      return -all;
    case 'End':
      return all;
    default:
      return null;
  }
}
