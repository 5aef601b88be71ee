import { expect, it } from 'vitest';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import { planFor } from '../../../../app/profiles/plan/plan-for.ts';
import { commandOf, keysOf } from '../../../../app/profiles/plan/secrets.ts';

const read = (config: string, credentials = '') => {
  const files = readAwsConfig({ config, credentials });
  const plan = planFor(files, 'dev');
  if (!plan.ok) throw new Error(plan.error.message);
  return { files, leaf: plan.value.leaf };
};
const keys = (config: string, credentials = '') => {
  const { files, leaf } = read(config, credentials);
  return leaf.kind === 'keys' ? keysOf(files, leaf) : null;
};
const PAIR = 'aws_access_key_id = A\naws_secret_access_key = S\n';

it.each<[string, string, string | null]>([
  [`[profile dev]\n${PAIR}aws_session_token = T\n`, '', 'T'],
  [`[profile dev]\n${PAIR}`, '', null],
  ['', `[dev]\n${PAIR}aws_security_token = T\naws_session_token = U\n`, 'T'],
  // a token of one file never goes with a key of the other
  ['[profile dev]\naws_access_key_id = C\naws_session_token = CT\n', `[dev]\n${PAIR}`, null],
  [`[profile dev]\n${PAIR}`, '[dev]\naws_session_token = KT\n', null],
  ['[DEFAULT]\naws_session_token = CT\n[profile dev]\n', `[dev]\n${PAIR}`, null],
  ['', `[dev]\n${PAIR}aws_session_token =\n`, null],
])('keys come with the token of their own file: %j %j', (config, credentials, sessionToken) => {
  expect(keys(config, credentials)).toEqual({ accessKeyId: 'A', secretAccessKey: 'S', sessionToken });
});

it('a plan of other files has no keys and no command', () => {
  const { leaf } = read(`[profile dev]\n${PAIR}`);
  const none = readAwsConfig({ config: '', credentials: '' });
  expect(leaf.kind === 'keys' ? keysOf(none, leaf) : '').toBeNull();
  const process = read('[profile dev]\ncredential_process = a\n  b\n');
  expect(process.leaf.kind === 'process' ? commandOf(process.files, process.leaf) : '').toBe('a\nb');
  expect(process.leaf.kind === 'process' ? commandOf(none, process.leaf) : '').toBeNull();
});
