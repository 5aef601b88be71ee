/**
 * How a value is written in each language, so that whoever reads it there gets the value back: no parser or compiler
 * takes a part of it for its own. What is copied is pasted and run.
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
 * A string of JavaScript, and of Python: JSON's strings are strings of both (ECMA-262 since 2019; Python
 * Language Reference, 2.4.1 "String and Bytes literals").
 */
export function jsonString(value: string): string {
  return JSON.stringify(value);
}

/**
 * A value as JSON with line ends, in which what a terminal would obey or nobody would see is written as `\uXXXX`, so
 * that it can be printed and comes back as it was (RFC 8259, 7).
 */
export function plainJson(value: unknown): string {
  const hides =
    /(?!\n)[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;
  return JSON.stringify(value, null, 2).replace(hides, (character) =>
    character
      .split('')
      .map((unit) => escaped(unit, /[^]/))
      .join(''),
  );
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

/**
 * A value as XML text or in a double-quoted attribute (XML 1.0, 2.2 "Characters" and 2.4): what XML has no
 * character for becomes U+FFFD. `#` goes as a reference too, so that no value reads as the end of the text around.
 */
export function xmlText(value: string): string {
  return value
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}')
    .replace(/[&<>"'#\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
