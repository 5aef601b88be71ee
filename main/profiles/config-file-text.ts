/** What stands in a text for a byte that is not UTF-8, as Python's `surrogateescape` has it. */
const FOREIGN_BYTE = 0xdc00;

/**
 * The text of a config file. A line that is not UTF-8 keeps its bytes over 0x7F as U+DC80 to U+DCFF, so that
 * {@link encodeConfigFile} gives back every byte of any file.
 */
export function decodeConfigFile(bytes: Buffer): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (part: Buffer): string | null => {
    try {
      return decoder.decode(part);
    } catch {
      return null;
    }
  };
  const whole = decode(bytes);
  if (whole !== null) return whole;
  const lines: string[] = [];
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    const line = bytes.subarray(start, end);
    lines.push(decode(line) ?? escaped(line));
    start = end;
  }
  return lines.join('');
}

/** The bytes of a text that {@link decodeConfigFile} made. */
export function encodeConfigFile(text: string): Buffer {
  const parts = text.split(/([\uDC80-\uDCFF]+)/u);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.from(part, 'latin1'))),
  );
}

function escaped(line: Buffer): string {
  return line
    .toString('latin1')
    .replaceAll(/[\u0080-\u00FF]/g, (byte) => String.fromCharCode(FOREIGN_BYTE + byte.charCodeAt(0)));
}
