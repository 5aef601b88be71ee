import { expect, it } from 'vitest';
import { person, versions } from '../../../main/diagnostics/versions.ts';

it('says what runs here', () => {
  expect(versions('1.2.3')).toEqual({
    latchkey: '1.2.3',
    electron: null,
    chromium: null,
    node: process.versions.node,
    os: expect.stringMatching(/^\w+ \S+ \w+$/),
  });
});

it('knows whom not to name', () => {
  expect(person().home).toMatch(/^(?:\/|[A-Z]:\\)/);
});
