/**
 * Text as Python's `str` sees it. The AWS CLI reads its files with Python, whose idea of white space and of
 * line ends is not JavaScript's: it has U+001C to U+001F and U+0085, and it has no U+FEFF.
 * https://docs.python.org/3/library/stdtypes.html#str.isspace
 */
function isSpace(code: number): boolean {
  if (code <= 0xff) {
    return (
      code === 0x20 ||
      (code >= 0x09 && code <= 0x0d) ||
      (code >= 0x1c && code <= 0x1f) ||
      code === 0x85 ||
      code === 0xa0
    );
  }
  return (
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** How many characters of white space a text starts with. */
export function indentOf(text: string): number {
  let at = 0;
  while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** A text without the white space at its end (`str.rstrip`). */
export function stripEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** A text without the white space around it (`str.strip`). */
export function strip(text: string): string {
  return stripEnd(text.slice(indentOf(text)));
}

/** Line boundaries of `str.splitlines`; a file's own line ends are fewer. */
const boundaries = new Set([
  '\n',
  '\r',
  '\v',
  '\f',
  '\u001C',
  '\u001D',
  '\u001E',
  '\u0085',
  '\u2028',
  '\u2029',
]);

/** The lines of a text without their ends (`str.splitlines`), but for empty ones, which nobody here needs. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (!boundaries.has(character)) line += character;
    else {
      if (line !== '') lines.push(line);
      line = '';
    }
  }
  return line === '' ? lines : [...lines, line];
}
