/** Numbers that look random and are the same each time. */
export interface Dice {
  /** A whole number from 0 up to, not including, `sides`. */
  readonly roll: (sides: number) => number;
  readonly bytes: (length: number) => Buffer;
}

/** The generator "mulberry32": 32 bits of state are plenty to find a way into a parser. */
export function makeDice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
  return { roll, bytes: (length) => Buffer.from(Array.from({ length }, () => roll(256))) };
}

/** The bytes with one to three changes. */
export function mutate(bytes: Buffer, dice: Dice): Buffer {
  let changed = Buffer.from(bytes);
  for (let left = 1 + dice.roll(3); left > 0; left -= 1) changed = changeOnce(changed, dice);
  return changed;
}

function changeOnce(bytes: Buffer<ArrayBuffer>, dice: Dice): Buffer<ArrayBuffer> {
  const at = dice.roll(bytes.length + 1);
  const until = at + dice.roll(Math.min(20, bytes.length - at) + 1);
  const [before, middle, after] = [bytes.subarray(0, at), bytes.subarray(at, until), bytes.subarray(until)];
  switch (dice.roll(7)) {
    case 0:
    case 1:
      if (at < bytes.length) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << dice.roll(8)), at);
      return bytes;
    case 2:
      return Buffer.from(before);
    case 3:
      // now and then a flood
      return Buffer.concat([
        before,
        dice.bytes(dice.roll(20)),
        Buffer.alloc(dice.roll(300) === 0 ? 300_000 : 0),
        middle,
        after,
      ]);
    case 4: {
      const lengths = [0, 3, 4, 8, 12, 10_000, 65_539, 1_000_004, 0x7fffffff, -1, dice.roll(300)];
      if (at + 4 <= bytes.length) bytes.writeInt32BE(lengths[dice.roll(lengths.length)] ?? 0, at);
      return bytes;
    }
    case 5:
      return Buffer.concat([before, middle, middle, after]);
    default:
      return Buffer.concat([before, after]);
  }
}

/** What parsers of texts trip over: quotes, brackets, line ends, marks that hide or turn text, names of objects' own. */
const WORDS = [
  '"',
  "'",
  '\\',
  '[',
  ']',
  '{',
  '}',
  '=',
  ':',
  ',',
  '/',
  '%',
  '%00',
  '#',
  ';',
  ' ',
  '\n',
  '\r\n',
  '\t',
  '\0',
  '\u001b]0;x\u0007',
  '\u202e',
  '\u200b',
  '\ud800',
  '\ufeff',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '1e400',
] as const;

/** The text with one to four changes. @param words what is put in beside {@link WORDS} */
export function mutateText(text: string, dice: Dice, words: readonly string[] = []): string {
  const all = [...WORDS, ...words];
  let changed = text;
  for (let left = 1 + dice.roll(4); left > 0; left -= 1) {
    const at = dice.roll(changed.length + 1);
    const until = Math.min(changed.length, at + dice.roll(20));
    const [before, middle, after] = [changed.slice(0, at), changed.slice(at, until), changed.slice(until)];
    switch (dice.roll(7)) {
      case 0:
        changed = before + middle.slice(1) + after;
        break;
      case 1:
        changed = before + after;
        break;
      case 2:
        changed = before + middle + middle + after;
        break;
      case 3:
        changed =
          before + String.fromCharCode(dice.roll(4) === 0 ? dice.roll(0x1_0000) : dice.roll(128)) + after;
        break;
      case 4:
        // now and then a flood
        changed =
          before +
          (all[dice.roll(all.length)] ?? '').repeat(dice.roll(500) === 0 ? 10_000 : 1) +
          middle +
          after;
        break;
      case 5:
        changed = before + middle + (all[dice.roll(all.length)] ?? '') + after;
        break;
      default:
        if (dice.roll(10) === 0) changed = before;
    }
  }
  return changed;
}
