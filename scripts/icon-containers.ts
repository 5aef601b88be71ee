/** A square PNG picture and its side in pixels. */
export interface Picture {
  readonly side: number;
  readonly png: Buffer;
}

/**
 * Windows' icon file with PNG pictures: a directory of 16-byte entries, then the pictures.
 * https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10), and PNG in it since Windows Vista
 */
export function ico(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(6 + 16 * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { side, png }] of pictures.entries()) {
    const entry = 6 + 16 * index;
    // a byte holds no 256: 0 stands for it
    header.writeUInt8(side % 256, entry);
    header.writeUInt8(side % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/**
 * The types of an `icns` file that hold PNG, by the picture's side in pixels: the plain one and the one for
 * screens of double density. https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
const icnsTypes: ReadonlyMap<number, readonly string[]> = new Map([
  [32, ['ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/** macOS' icon file: blocks of a type of four letters, their length and a picture. */
export function icns(pictures: readonly Picture[]): Buffer {
  const blocks = pictures.flatMap(({ side, png }) =>
    (icnsTypes.get(side) ?? []).map((type) => block(type, png)),
  );
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'ascii');
  header.writeUInt32BE(header.length + content.length, 4);
  return Buffer.concat([header, content]);
}
