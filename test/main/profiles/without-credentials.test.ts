import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { versionAsker } from '../../../main/clients/ask-version.ts';
import { withoutCredentials } from '../../../main/profiles/without-credentials.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const env = {
  PATH: process.env['PATH'],
  HOME: '/home/x',
  AWS_PROFILE: 'prod',
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIA',
  AWS_SECRET_ACCESS_KEY: 'secret',
  aws_session_token: 'token',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: 'bearer',
  UNSET: undefined,
};

it('leaves out credentials, in any case of letters, and nothing else', () => {
  const kept = ['AWS_PROFILE', 'AWS_REGION', 'HOME', 'PATH'];
  expect(Object.keys(withoutCredentials(env)).toSorted()).toEqual(kept);
});

it.skipIf(process.platform === 'win32')('a program that is asked for its version gets none', async () => {
  const program = join(mkdtempSync(join(temporaryFolder(), 'client-')), 'client');
  writeFileSync(program, '#!/bin/sh\nenv\n', { mode: 0o755 });
  const answer = await versionAsker(env)(program);
  const said = answer.ok ? answer.value : answer.error.message;
  expect(said).toContain('AWS_PROFILE=prod');
  expect(said).not.toMatch(/secret|token|bearer|AKIA/i);
});
