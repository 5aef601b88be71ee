import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseDocument } from '../../app/profiles/config-files/document.ts';
import { faultsOf } from '../../app/profiles/config-files/faults.ts';
import type { Settings } from '../../app/profiles/config-files/model.ts';
import { readAwsConfig } from '../../app/profiles/config-files/read-config.ts';
import { decodeConfigFile, encodeConfigFile } from '../../main/profiles/config-file-text.ts';
import { anyConfigText } from '../app/profiles/config-files/any-config-text.ts';
import { askPython, awsPythons } from './aws-clis.ts';

const SCRIPT = join(import.meta.dirname, 'aws-config-files.py');

/** How many pairs of files are compared: enough that most pairs of fragments meet. */
const PAIRS = 500;

const answer = z.strictObject({ profiles: z.unknown(), sso: z.unknown(), services: z.unknown() }).nullable();
const said = z.object({ version: z.string(), answers: z.array(answer) });

type Pair = readonly [config: Buffer, credentials: Buffer];

function ask(python: string, pairs: readonly Pair[]): z.infer<typeof said> {
  const input = pairs.map((pair) => pair.map((bytes) => bytes.toString('base64')));
  return said.parse(askPython(python, SCRIPT, input));
}

const plain = (settings: Settings) =>
  Object.fromEntries(
    [...settings].map(([key, { value }]) => [
      key,
      typeof value === 'string' ? value : Object.fromEntries(value),
    ]),
  );
const plainAll = (sections: ReadonlyMap<string, { readonly settings: Settings }>) =>
  Object.fromEntries([...sections].map(([name, { settings }]) => [name, plain(settings)]));

/** What Latchkey makes of the files; null where it knows that the AWS CLI refuses them. */
function read([config, credentials]: Pair): z.infer<typeof answer> {
  const texts = { config: decodeConfigFile(config), credentials: decodeConfigFile(credentials) };
  const refused = Object.values(texts).some((text) => faultsOf(parseDocument(text)).size > 0);
  if (refused) return null;
  const whole = readAwsConfig(texts);
  return {
    profiles: plainAll(whole.profiles),
    sso: plainAll(whole.ssoSessions),
    services: plainAll(whole.services),
  };
}

/** Bytes of which most are text of the shape above; some are not UTF-8. */
const anyConfigBytes = fc.oneof(
  { weight: 20, arbitrary: anyConfigText.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: anyConfigText.map((text) => Buffer.from(text, 'latin1')) },
  { weight: 1, arbitrary: anyConfigText.map((text) => Buffer.from(text, 'utf16le')) },
);

describe.each(awsPythons)('config files as the parser of the AWS CLI reads them: %s', (python) => {
  it('are read, or refused, alike', () => {
    const pairs = fc.sample(fc.tuple(anyConfigBytes, anyConfigBytes), PAIRS);
    const { answers } = ask(python, pairs);
    expect(answers).toHaveLength(PAIRS);
    let accepted = 0;
    pairs.forEach((pair, index) => {
      const theirs = answers[index] ?? null;
      const texts = pair.map((bytes) => encodeURI(bytes.toString('latin1'))).join(' AND ');
      // AWS CLI 2.9 knows no services sections
      const ours = theirs?.services === null ? { ...read(pair), services: null } : read(pair);
      expect(ours, texts).toEqual(theirs);
      if (theirs !== null && JSON.stringify(theirs.profiles) !== '{}') accepted += 1;
    });
    // a comparison of refusals alone would say little
    expect(accepted).toBeGreaterThan(PAIRS / 10);
  });
});

it('the parser of the AWS CLI is here to compare with; `npm run setup` installs it', () => {
  expect(awsPythons).not.toEqual([]);
});

it('any bytes of a config file are given back', () => {
  const bytes = fc.oneof(
    anyConfigBytes,
    fc.uint8Array({ maxLength: 200 }).map((all) => Buffer.from(all)),
  );
  fc.assert(
    fc.property(bytes, (content) => {
      expect(encodeConfigFile(decodeConfigFile(content)).equals(content)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
