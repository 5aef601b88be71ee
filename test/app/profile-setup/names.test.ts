import { expect, it } from 'vitest';
import { nameBy, USUAL_PATTERN } from '../../../app/profile-setup/names.ts';

const prod = { id: '482011780031', name: 'Platform PROD (eu)' };

it.each([
  [USUAL_PATTERN, 'DatabaseReader', 'platform-prod-eu-database-reader'],
  ['{account}', 'X', 'platform-prod-eu'],
  ['{session}/{account-id}.{role}', 'AWSReadOnly', 'corp/482011780031.aws-read-only'],
  ['{role}@{region}', 'db_admin+x', 'db_admin-x@eu-west-1'],
  ['{unknown} {role}', 'R2D2', '{unknown} r2-d2'],
  ['$& {role}', 'a', '$& a'],
])('%s with %s is %s', (pattern, role, name) => {
  expect(nameBy(pattern, { account: prod, role, session: 'Corp', region: 'eu-west-1' })).toBe(name);
});

it('an account without a name is called by its number', () => {
  const account = { id: '482011780031', name: '' };
  expect(nameBy('{account}', { account, role: 'x', session: 's', region: null })).toBe('482011780031');
});
