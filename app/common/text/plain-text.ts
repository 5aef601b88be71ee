/**
 * What hides or forges text, by Unicode's own properties: control characters, which a terminal obeys; line and
 * paragraph separators; marks that turn the direction of what follows (Unicode Standard Annex #9); characters that are
 * shown as nothing (`Default_Ignorable_Code_Point`, and interlinear annotation); and halves of characters.
 */
const hidden = String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]`;

/**
 * A letter that is seen, of a script in which a joiner changes how a word is written (Unicode Standard, 9.2, 12, 13.4,
 * 16.4, 23.2): such scripts have marks of direction of their own.
 */
const joining =
  `(?!${hidden})[` +
  [
    'Arab',
    'Syrc',
    'Nkoo',
    'Mong',
    'Deva',
    'Beng',
    'Guru',
    'Gujr',
    'Orya',
    'Taml',
    'Telu',
    'Knda',
    'Mlym',
    'Sinh',
  ]
    .concat(['Khmr', 'Mymr', 'Tibt'])
    .map((script) => `\\p{Script_Extensions=${script}}`)
    .join('') +
  ']';

const picture = String.raw`\p{Extended_Pictographic}[\u{fe0e}\u{fe0f}]?\p{Emoji_Modifier}?`;

/** The three flags that are written with tags (Unicode Technical Standard #51, "Emoji Tag Sequence"). */
const taggedFlag = ['eng', 'sct', 'wls']
  .map((region) =>
    Array.from(`gb${region}`, (letter) => `\\u{${(0xe0000 + letter.charCodeAt(0)).toString(16)}}`),
  )
  .map((tags) => String.raw`\u{1f3f4}${tags.join('')}\u{e007f}`)
  .join('|');

/** Where a joiner, a selector or a tag is a part of what one sees: inside an emoji, or between letters of such a script. */
const needed = [
  taggedFlag,
  String.raw`${picture}(?:\u{200d}${picture})*`,
  String.raw`[0-9#*]\u{fe0f}\u{20e3}`,
  String.raw`${joining}[\u{200c}\u{200d}](?=${joining})`,
].join('|');

const found = new RegExp(`(?<needed>${needed})|(?<hidden>${hidden})`, 'gu');

/** Replaces what hides or forges, and leaves what one sees. */
function replaceHidden(text: string, by: (character: string) => string): string {
  return text.replace(found, (whole: string, keep: string | undefined) => keep ?? by(whole));
}

/** White space that would break a line, or leave a gap that nobody asked for. */
const isBreak = (character: string): boolean => /[\t-\r\u0085\u2028\u2029]/.test(character);

/** Whether a text is one line in which everything is seen: no control characters, marks of direction or invisible characters. */
export function isPlainLine(text: string): boolean {
  return replaceHidden(text, () => '') === text;
}

/** The same for a text of several lines, which may hold line ends and tabs. */
export function isPlainText(text: string): boolean {
  return isPlainLine(text.replace(/[\t\n\r]/g, ' '));
}

/** A line without what it must not hold: line ends and tabs become spaces, the rest goes. */
export function plainLine(text: string): string {
  return replaceHidden(text, (character) => (isBreak(character) ? ' ' : '')).trim();
}

/** A line in which each character that hides or forges is marked by U+FFFD: seen, and no longer taken for another text. */
export function visible(text: string): string {
  return replaceHidden(text, () => '\u{fffd}');
}

/** The same as {@link plainLine} for a text of several lines, whose line ends and tabs stay. */
export function plainText(text: string): string {
  const parts = text.split(/(\r\n|[\t\n\r])/);
  return parts.map((part, at) => (at % 2 === 1 ? part : replaceHidden(part, () => ''))).join('');
}

/**
 * Text of others for one line of a window, a dialog, a terminal or a log: line ends become spaces, and what hides or
 * forges is written out as `\u{…}`, so that nobody and nothing takes it for what it is not.
 *
 * @param most the most characters (UTF-16 units) of it; longer text ends with an ellipsis
 */
export function shown(text: string, most = Number.POSITIVE_INFINITY): string {
  const line = replaceHidden(text.slice(0, most), (character) =>
    isBreak(character) ? ' ' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  if (line.length <= most && text.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/\p{Surrogate}$/u, '')}…`;
}
