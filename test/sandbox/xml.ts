/** What the writer can write. An absent value writes nothing; a list repeats its element. */
export type XmlValue = string | number | boolean | Date | undefined | readonly XmlValue[] | XmlObject;

/** Elements by name, in their order. */
export interface XmlObject {
  readonly [name: string]: XmlValue;
}

/** Writes `<name>…</name>`, escaped, dates as ISO 8601: all of XML that AWS's Query protocol uses. */
export function xml(name: string, value: XmlValue, namespace?: string): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => xml(name, item)).join('');
  const content =
    value instanceof Date
      ? value.toISOString()
      : typeof value === 'object'
        ? Object.entries(value)
            .map(([key, inner]) => xml(key, inner))
            .join('')
        : escape(String(value));
  const open = namespace === undefined ? name : `${name} xmlns="${escape(namespace)}"`;
  return content === '' ? `<${open}/>` : `<${open}>${content}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
