import { describe, expect, it } from 'vitest';
import { macSigning } from '../../scripts/mac-signing.ts';

describe('a package for macOS', () => {
  it.each([{}, { CSC_LINK: '' }, { CSC_NAME: '' }])('is signed ad hoc without a certificate: %o', (env) => {
    expect(macSigning(env)).toEqual([
      ['mac.identity', '-'],
      ['mac.hardenedRuntime', 'false'],
      ['mac.notarize', 'false'],
    ]);
  });

  it.each([{ CSC_LINK: 'certificate.p12' }, { CSC_NAME: 'Somebody (TEAM)' }])(
    'is signed as electron-builder.yml says with one: %o',
    (env) => {
      expect(macSigning(env)).toEqual([]);
    },
  );
});
