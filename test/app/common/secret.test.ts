import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { Secret } from '../../../app/common/secret.ts';

it('a secret is seen by nobody but who asks for it by name', () => {
  const secret = new Secret('hunter2');
  expect(secret.reveal()).toBe('hunter2');
  const seen = [String(secret), JSON.stringify({ secret }), inspect({ secret }, { depth: 9 })];
  expect(seen.join('\n')).not.toContain('hunter2');
  expect(Object.keys(secret)).toEqual([]);
});
