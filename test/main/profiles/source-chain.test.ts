import { expect, it } from 'vitest';
import { sourceChain } from '../../../main/profiles/source-chain.ts';

const role = (source: string) => ({ role_arn: 'r', source_profile: source });
const sections = [
  { name: 'keys', section: { aws_access_key_id: 'A' } },
  { name: 'one', section: role('keys') },
  { name: 'two', section: role('one') },
  { name: 'round', section: role('about') },
  { name: 'about', section: role('round') },
  { name: 'lost', section: role('nowhere') },
  { name: 'both', section: { aws_access_key_id: 'B', ...role('keys') } },
  { name: 'over-both', section: role('both') },
];

it.each([
  ['keys', ['keys']],
  ['two', ['two', 'one', 'keys']],
  ['round', ['round', 'about']],
  ['lost', ['lost']],
  ['both', ['both', 'keys']],
  ['over-both', ['over-both', 'both']],
  ['none', []],
])('%s comes through %j', (profile, chain) => {
  expect(sourceChain(sections, profile).map(({ name }) => name)).toEqual(chain);
});
