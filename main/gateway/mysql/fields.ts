const NOTHING = Buffer.alloc(0);

/**
 * Reads a payload's fields one after the other. Past the end all fields are empty and `short` is true, so that
 * it is asked once, after the last one.
 */
export class Fields {
  readonly #payload: Buffer;
  #at = 0;
  #short = false;

  constructor(payload: Buffer) {
    this.#payload = payload;
  }

  /** Whether a field was not there, or not whole. */
  get short(): boolean {
    return this.#short;
  }

  /** How many bytes have not been read. */
  get left(): number {
    return this.#payload.length - this.#at;
  }

  /** So many bytes. */
  bytes(length: number): Buffer {
    if (length > this.left) {
      this.#short = true;
      this.#at = this.#payload.length;
      return NOTHING;
    }
    this.#at += length;
    return this.#payload.subarray(this.#at - length, this.#at);
  }

  /** An unsigned number of so many bytes, the lowest first. */
  uint(length: 1 | 2 | 3 | 4): number {
    const bytes = this.bytes(length);
    return bytes.length === 0 ? 0 : bytes.readUIntLE(0, length);
  }

  /** A length-encoded number; none of 64 bits, for nothing here is as long. */
  lengthEncoded(): number {
    const first = this.uint(1);
    if (first < 0xfb) return first;
    if (first === 0xfc) return this.uint(2);
    if (first === 0xfd) return this.uint(3);
    this.#short = true;
    return 0;
  }

  /** Bytes up to a NUL, which must be there. */
  toNull(): Buffer {
    const end = this.#payload.indexOf(0, this.#at);
    return end < 0 ? this.bytes(this.left + 1) : this.bytes(end + 1 - this.#at).subarray(0, -1);
  }

  /** Bytes up to a NUL or to the end: some leave a last NUL away. */
  toNullOrEnd(): Buffer {
    return this.#payload.indexOf(0, this.#at) < 0 ? this.bytes(this.left) : this.toNull();
  }
}

/** An unsigned number as so many bytes, the lowest first. */
export function uint(length: 1 | 2 | 3 | 4, value: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntLE(value, 0, length);
  return bytes;
}

/** A number below 16 million, length-encoded. */
export function lengthEncoded(value: number): Buffer {
  if (value < 0xfb) return uint(1, value);
  return value < 0x1_0000
    ? Buffer.concat([uint(1, 0xfc), uint(2, value)])
    : Buffer.concat([uint(1, 0xfd), uint(3, value)]);
}

/** Bytes and a NUL. */
export function nullEnded(text: Buffer | string): Buffer {
  return Buffer.concat([typeof text === 'string' ? Buffer.from(text, 'latin1') : text, Buffer.alloc(1)]);
}
