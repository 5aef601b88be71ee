import type { z } from 'zod';
import { shown } from '../common/text/plain-text.ts';

/** What each part of an entry is called, and what it has to be. */
const parts: Readonly<Record<string, readonly [word: string, wanted: string]>> = {
  id: ['id', 'a UUID'],
  name: ['name', 'one line of 1 to 128 characters that can be seen'],
  environment: ['environment', 'a label and a kind'],
  'environment.label': ['environment label', '1 to 32 characters that can be seen'],
  'environment.kind': ['environment kind', 'prod, staging, dev or other'],
  notes: ['notes', 'text of at most 4,000 characters that can be seen'],
  family: ['family', 'postgres, mysql or mariadb'],
  profile: ['profile', 'a name of 1 to 256 characters that can be seen'],
  region: ['region', 'an AWS region code'],
  sign: ['sign', 'a host and a port'],
  'sign.host': ['host', 'a host name or an IP address'],
  'sign.port': ['port', 'between 1 and 65535'],
  dial: ['dial', 'a host and a port'],
  'dial.host': ['connect host', 'a host name or an IP address'],
  'dial.port': ['connect port', 'between 1 and 65535'],
  sessionManager: ['sessionManager', 'the target of a Session Manager session'],
  'sessionManager.target': [
    'Session Manager target',
    'an instance, a managed node or a container of an ECS task',
  ],
  dbUser: ['database user', 'one line of 1 to 128 characters that can be seen'],
  database: ['database', 'one line of at most 128 characters that can be seen'],
  client: ['client', 'psql, mysql or mariadb'],
  changedAt: ['changedAt', 'a time such as 2026-01-31T09:30:00.000Z'],
};

/**
 * Why an entry of a shared file cannot be used, in words and at most 512 characters.
 *
 * @param entry the entry, to tell what is missing from what is wrong
 */
export function refusal(entry: unknown, issues: readonly z.core.$ZodIssue[]): string {
  const reasons = new Set(issues.map((issue) => reason(entry, issue)));
  return shown([...reasons].join('; '), 512);
}

/** That an entry has keys which are not known, with the first few of them. */
export function unknownKeys(keys: readonly string[]): string {
  return shown(`has keys that Latchkey does not know: ${listed(keys)}`, 512);
}

function reason(entry: unknown, issue: z.core.$ZodIssue): string {
  const [word, wanted] = parts[issue.path.join('.')] ?? ['it', 'a connection'];
  if (issue.code === 'unrecognized_keys') {
    const keys = listed(issue.keys);
    return `${issue.path.length === 0 ? '' : `${word} `}has keys that Latchkey does not know: ${keys}`;
  }
  if (issue.path.length > 0 && at(entry, issue.path) === undefined) return `${word} is missing`;
  return `${word} is not ${wanted}`;
}

/** A file may have any number of keys; a few of them are enough to find them by. */
const MAX_KEYS = 8;

function listed(keys: readonly string[]): string {
  const named = keys.slice(0, MAX_KEYS).map((key) => `"${shown(key, 64)}"`);
  const more = keys.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) =>
      typeof inside === 'object' && inside !== null && Object.hasOwn(inside, key)
        ? Reflect.get(inside, key)
        : undefined,
    value,
  );
}
