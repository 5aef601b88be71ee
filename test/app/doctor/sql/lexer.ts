/** How a server reads what is quoted. */
export interface SqlDialect {
  /** Whether a backslash in a string means something; in a name it never does. */
  readonly backslash: boolean;
  /** The character that names are quoted with. */
  readonly nameQuote: '"' | '`';
}

/** A piece of SQL: quoted text with its value, or what stands between. */
export type Token =
  | { readonly kind: 'name' | 'string'; readonly value: string }
  | { readonly kind: 'word'; readonly value: string };

/** Takes SQL apart as a server does; throws where a quote is left open. Written apart from what it tests. */
export function lex(sql: string, { backslash, nameQuote }: SqlDialect): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const character = sql.charAt(at);
    if (character !== "'" && character !== nameQuote) {
      const word = /^[^'"`\s]+|^\s+|^./s.exec(sql.slice(at))?.[0] ?? character;
      at += word.length;
      if (word.trim() !== '') tokens.push({ kind: 'word', value: word });
      continue;
    }
    const last = tokens.at(-1);
    const escapes = character === "'" && (backslash || (last?.kind === 'word' && last.value === 'E'));
    if (escapes && !backslash) tokens.pop();
    let value = '';
    at += 1;
    for (;;) {
      const next = sql.charAt(at);
      if (next === '') throw new Error(`A quote is left open: ${sql}`);
      if (escapes && next === '\\') {
        value += sql.charAt(at + 1);
        at += 2;
      } else if (next !== character) {
        value += next;
        at += 1;
      } else if (sql.charAt(at + 1) === character) {
        value += character;
        at += 2;
      } else break;
    }
    at += 1;
    tokens.push({ kind: character === "'" ? 'string' : 'name', value });
  }
  return tokens;
}
