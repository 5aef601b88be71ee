import type { Failure } from '../../common/result.ts';
import { cut } from './cut.ts';
import type { Refusal } from './model.ts';

/** What a person reads at once; names in a config file may be of any length, in characters. */
const MAX_SENTENCE = 600;

/** A refusal as the failure that everybody knows: `profile-unusable` or `endpoint-unconfirmed`, with what to do and where. */
export function refusedFailure(profile: string, { code, message, hint }: Refusal): Failure {
  const own = `Profile ${profile} `;
  const what = message.startsWith(own) ? `it ${message.slice(own.length)}` : message;
  return {
    code: code === 'endpoint-unconfirmed' ? code : 'profile-unusable',
    message: cut(`Profile ${profile}: ${what}`, MAX_SENTENCE),
    hint: cut(hint, MAX_SENTENCE),
  };
}
