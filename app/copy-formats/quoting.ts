/**
 * How a value is written in each language, so that whoever reads it there gets the value back: no shell,
 * parser or compiler takes a part of it for its own. What is copied is pasted and run.
 */

/** A lone surrogate is no character and has no encoding: it becomes U+FFFD. */
function wellFormed(value: string): string {
  return value.replace(/\p{Surrogate}/gu, '\u{fffd}');
}

/** Replaces characters by `\uXXXX`. */
function escaped(value: string, which: RegExp): string {
  return value.replace(which, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A word of a POSIX shell: in single quotes, where only the quote itself has a meaning (POSIX.1-2017, Shell
 * Command Language, 2.2.2); bare where nothing in it needs quotes, for people to read. An equals sign does, for
 * zsh takes one at the beginning of a word for a program's path (zshexpn(1), "`=' expansion").
 */
export function shellWord(value: string): string {
  return /^[\w@%+:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

/**
 * A PowerShell string: in single quotes, where only a quote is doubled; the typographic quotes U+2018 to
 * U+201B are quotes to it too (about_Quoting_Rules).
 */
export function powershellString(value: string): string {
  return `'${value.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/**
 * A value of libpq's keyword/value string: in single quotes, `'` and `\` with a backslash (PostgreSQL
 * documentation, 34.1.1.1 "Keyword/Value Connection Strings").
 */
export function conninfoValue(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/['\\]/g, '\\$&')}'`;
}

/** Percent-encodes everything but the unreserved characters (RFC 3986, 2.3). */
export function percentEncoded(value: string): string {
  return encodeURIComponent(wellFormed(value)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * A string of JavaScript, and of Python: JSON's strings are strings of both (ECMA-262 since 2019; Python
 * Language Reference, 2.4.1 "String and Bytes literals").
 */
export function jsonString(value: string): string {
  return JSON.stringify(value);
}

/**
 * An interpreted string literal of Go, which knows JSON's escapes but for lone surrogates, and takes no byte
 * order mark inside a file (The Go Programming Language Specification, "Source code representation", "String
 * literals").
 */
export function goString(value: string): string {
  return escaped(JSON.stringify(wellFormed(value)), /\ufeff/g);
}

/** A regular string literal of C#, which holds none of its line ends (C# language specification, 6.3.1, 6.4.5.6). */
export function csharpString(value: string): string {
  return escaped(JSON.stringify(value), /[\u0085\u2028\u2029]/g);
}

/** A double-quoted scalar of YAML: a JSON string without what YAML counts as not printable or as a line end (YAML 1.2, 5.1, 5.4). */
export function yamlString(value: string): string {
  return escaped(JSON.stringify(wellFormed(value)), /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g);
}

/**
 * A value of a container's environment in Kubernetes, where `$(NAME)` is another variable and `$$` a dollar
 * (Kubernetes API reference, EnvVar v1 core).
 */
export function kubernetesValue(value: string): string {
  return yamlString(value.replaceAll('$', '$$$$'));
}

/** A field of libpq's password file: `:` and `\` with a backslash (PostgreSQL documentation, 34.16); a bare `*` would be any. */
export function pgpassField(value: string): string {
  return value === '*' ? '\\*' : value.replace(/[:\\]/g, '\\$&');
}

/**
 * A value of a MySQL option file: in double quotes; what would end them or the line, and what stands for such,
 * with a backslash (MySQL 8.4 Reference Manual, 6.2.2.2).
 */
export function optionFileValue(value: string): string {
  const quoted = value.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return `"${quoted}"`;
}

/** A field of the comma-separated value that Docker's `--mount` takes, in quotes where it holds a comma or a quote (RFC 4180). */
export function mountField(field: string): string {
  return /[",]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** Words for a comment, which stay on its line and in their order: line ends of any language and marks of direction become spaces. */
export function commentText(words: string): string {
  return words.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
