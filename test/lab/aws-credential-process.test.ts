import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { windowsWords } from '../../app/profiles/config-files/windows-words.ts';
import { expirationTime } from '../../app/profiles/expiration-time.ts';
import { processCredentials } from '../../main/profiles/process-credentials.ts';
import { expirations } from '../app/profiles/expirations.ts';
import { awsFiles } from '../main/profiles/aws-files.ts';
import { askPython, awsPythons } from './aws-clis.ts';

const SCRIPT = join(import.meta.dirname, 'aws-credential-process.py');
const AWS_CLI = '/usr/bin/aws';

const answers = z.strictObject({
  expirations: z.array(z.number().nullable()),
  lines: z.array(z.array(z.string()).nullable()),
});

/** Lines of what matters to the splitting. */
const lines = fc.sample(
  fc.string({ unit: fc.constantFrom('a', ' ', '\t', '"', '\\', "'", '\n', 'ü'), maxLength: 14 }),
  { numRuns: 2_000, seed: 1 },
);

describe.each(awsPythons)('the AWS CLI on %s', (python) => {
  const texts = [...expirations.read.map(([text]) => text), ...expirations.unreadable];
  const said = answers.parse(askPython(python, SCRIPT, { expirations: texts, lines }));

  it('reads each Expiration as the same moment, to the millisecond that it keeps', () => {
    for (const [at, text] of texts.entries()) {
      const theirs = said.expirations[at] ?? null;
      const ours = expirationTime(text);
      // the one that Latchkey leaves out on purpose: to others it is six hours off
      if (text.endsWith('UTC+3')) expect(ours).toBeNull();
      else expect([text, ours]).toEqual([text, theirs]);
    }
  });

  it('splits lines on Windows into the same words', () => {
    for (const [at, line] of lines.entries())
      expect([line, windowsWords(line)]).toEqual([line, said.lines[at]]);
  });
});

describe.runIf(existsSync(AWS_CLI))('aws configure export-credentials', () => {
  const load = (owner: string) =>
    processCredentials(
      { profile: owner, owner },
      `${AWS_CLI} configure export-credentials --profile ${owner === 'keys' ? 'source' : owner}`,
      process.env,
    );

  it('as a program gives what another profile has', async () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    awsFiles('', '[source]\naws_access_key_id = AKIASOURCE\naws_secret_access_key = s\n');
    expect(await load('keys')).toMatchObject({ ok: true, value: { accessKeyId: 'AKIASOURCE' } });
  });

  it('of the profile that asks is ended by the AWS CLI at the first round', async () => {
    onTestFinished(() => void vi.unstubAllEnvs());
    const { folder, writeConfig } = awsFiles();
    const count = join(folder, 'count');
    writeFileSync(count, '');
    // a program of one's own hides from Latchkey what it asks for
    const script = `sh -c "echo x >> '${count}'; exec ${AWS_CLI} configure export-credentials --profile round"`;
    writeConfig(`[profile round]\ncredential_process = ${script}\n`);
    const got = await processCredentials({ profile: 'round', owner: 'round' }, script, process.env);
    expect(got).toMatchObject({
      error: { code: 'process-failed', message: expect.stringContaining('infinite loop') },
    });
    expect(execFileSync('wc', ['-l', count]).toString()).toMatch(/^1 /);
  });
});
