import * as fc from 'fast-check';

/** Text of any UTF-16 code units, control characters and lone surrogates included. */
export const anyText = fc.oneof(
  fc.string({ unit: fc.nat(0xff).map((code) => String.fromCharCode(code)) }),
  fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)) }),
);
