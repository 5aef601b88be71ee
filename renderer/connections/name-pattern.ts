import { accountText, engineName } from '../endpoints/describe.ts';
import type { Endpoint, SignIn } from '../../app/endpoints/model.ts';

/** What a pattern can stand for, with what people read about it. */
export const patternWords: ReadonlyArray<readonly [word: string, what: string]> = [
  ['{name}', 'the database’s name'],
  ['{role}', 'reader or custom, where it is one'],
  ['{environment}', 'prod, staging…'],
  ['{profile}', 'the AWS profile'],
  ['{account}', 'the account number'],
  ['{region}', 'the region'],
  ['{engine}', 'the engine'],
  ['{database}', 'the database on it'],
];

/**
 * A text made of a pattern for one endpoint. What has no value leaves nothing behind, nor a separator that stood beside
 * it; a word in braces that stands for nothing stays as it was typed.
 *
 * @param signIn what is remembered for it
 */
export function patternText(pattern: string, endpoint: Endpoint, signIn: SignIn | null): string {
  const values: Readonly<Record<string, string>> = {
    name: endpoint.name,
    role: endpoint.role === 'reader' || endpoint.role === 'custom' ? endpoint.role : '',
    environment: endpoint.environment?.label ?? '',
    profile: endpoint.profile,
    account: endpoint.account === null ? '' : accountText(endpoint.account),
    region: endpoint.region,
    engine: engineName(endpoint.engine),
    database: signIn?.database ?? endpoint.defaultDatabase ?? '',
  };
  return pattern
    .replaceAll(/([\s._/-]*)\{([a-z]+)\}/g, (whole: string, before: string, word: string) => {
      const value = values[word];
      if (value === undefined) return whole;
      return value === '' ? '' : before + value;
    })
    .trim();
}
