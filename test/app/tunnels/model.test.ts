import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeTunnelEnd } from '../../../app/tunnels/describe-end.ts';
import { isPlainLine } from '../../../app/common/text/plain-text.ts';
import { tunnelEnd, tunnelEndCode, tunnelEndOf } from '../../../app/tunnels/model.ts';

it('keeps what a service says to one plain line', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (said) => {
      const end = tunnelEndOf('tunnel-ended', said);
      expect(tunnelEnd.safeParse(end).success).toBe(true);
      expect(isPlainLine(end.detail)).toBe(true);
    }),
  );
  expect(tunnelEndOf('tunnel-ended', 'a\u202eb\nc\u001b]0;d ').detail).toBe('ab c]0;d');
});

it.each(tunnelEndCode.options)('says what happened and what to do for %s', (code) => {
  const plain = describeTunnelEnd(tunnelEndOf(code));
  for (const text of [plain.message, plain.hint]) expect(text).toMatch(/^[A-Z][^!]*\.$/);
  const said = describeTunnelEnd(tunnelEndOf(code, 'goodbye.'));
  expect(said).toEqual({ message: plain.message.replace(/\.$/, ': goodbye.'), hint: plain.hint });
});
