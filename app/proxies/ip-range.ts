/**
 * An IP address as a number, and how many bits it has; null for what is none. `::ffff:127.0.0.1` is the IPv4 address.
 */
function numberOf(address: string): { readonly value: bigint; readonly bits: 32 | 128 } | null {
  const v4 = v4Of(address);
  if (v4 !== null) return { value: v4, bits: 32 };
  if (!address.includes(':')) return null;
  const [, head, dotted] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  const end = dotted === undefined ? null : v4Of(dotted);
  if (dotted !== undefined && end === null) return null;
  const whole =
    end === null ? address : `${head}${(end >> 16n).toString(16)}:${(end & 0xff_ffn).toString(16)}`;
  const value = v6Of(whole);
  if (value === null) return null;
  return value >> 32n === 0xff_ffn ? { value: value & 0xff_ff_ff_ffn, bits: 32 } : { value, bits: 128 };
}

function v4Of(address: string): bigint | null {
  const parts = address.split('.');
  const isOne = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return isOne ? parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) : null;
}

function v6Of(address: string): bigint | null {
  const halves = address.split('::');
  if (halves.length > 2) return null;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [left = [], right = []] = groups;
  const missing = 8 - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const all = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!all.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  return all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

/** Whether a text is an IP address. */
export function isIpAddress(text: string): boolean {
  return numberOf(text) !== null;
}

/** Whether an IP address is in a range such as `10.0.0.0/8` or `fe80::/10`, or is the one that stands for the range. */
export function isInRange(address: string, range: string): boolean {
  const [network = '', length] = range.split('/');
  const [one, other] = [numberOf(address), numberOf(network)];
  if (one === null || other === null || one.bits !== other.bits) return false;
  const prefix = length === undefined ? one.bits : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  if (!(prefix <= one.bits)) return false;
  const shift = BigInt(one.bits - prefix);
  return one.value >> shift === other.value >> shift;
}
