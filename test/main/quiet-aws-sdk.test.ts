import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** What a program prints on standard error that makes an AWS client on a Node that the SDK is about to leave. */
function saidBy(first: string): string {
  const script = `
    Object.defineProperty(process, 'version', { value: 'v20.19.0' });
    ${first}
    const { RDSClient } = await import('@aws-sdk/client-rds');
    new RDSClient({ region: 'eu-west-1' });
    process.emitWarning('another warning');
  `;
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = process.env;
  const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  expect(run.status, run.stderr).toBe(0);
  return run.stderr;
}

it('the SDK says that it will leave this Node', () => {
  expect(saidBy('')).toContain('The AWS SDK for JavaScript');
});

it('Latchkey keeps that to itself, and no other warning', () => {
  const said = saidBy("await import('./main/aws.ts');");
  expect(said).not.toContain('The AWS SDK for JavaScript');
  expect(said).toContain('another warning');
});
