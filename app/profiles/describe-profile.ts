import type { AwsConfig } from './config-files/model.ts';
import type { Profile, ProfileState } from './model.ts';
import { cut } from './plan/cut.ts';
import type { Environment } from './plan/environment.ts';
import { kindOf } from './plan/kind.ts';
import { refusedFailure } from './plan/refused-failure.ts';
import { resolveProfile } from './plan/resolve-profile.ts';
import { planInWords } from './plan/words.ts';

/** How many steps of a chain, and unused settings, are told. */
const MAX_TOLD = 12;

/** What one of these says at most, in characters. */
const MAX_STEP = 400;

/** What AWS's files say of a profile before anybody is asked. */
export type DescribedProfile = Pick<Profile, 'name' | 'kind' | 'region' | 'chain' | 'unused'> & {
  /** Why it cannot be used as it is written; null where it can. */
  readonly misconfigured: Extract<ProfileState, { status: 'unusable' }> | null;
};

/** Says how a profile gets its credentials, or what is wrong with how it is written, and where. */
export function describeProfile(config: AwsConfig, name: string, env: Environment): DescribedProfile {
  const resolved = resolveProfile(config, name, env);
  if (!resolved.ok) {
    const { at, addresses } = resolved.error;
    const error = refusedFailure(name, resolved.error);
    return {
      name,
      kind: 'incomplete',
      region: null,
      chain: [],
      unused: [],
      misconfigured: {
        status: 'unusable',
        error,
        ...(at === null ? {} : { at }),
        ...(addresses === undefined ? {} : { addresses: addresses.slice(0, MAX_TOLD) }),
      },
    };
  }
  const { plan, client } = resolved.value;
  return {
    name,
    kind: kindOf(plan),
    region: client.region,
    chain: told(planInWords(plan)),
    unused: told(plan.unused),
    misconfigured: null,
  };
}

function told(sentences: readonly string[]): string[] {
  const shown = sentences.slice(0, MAX_TOLD).map((one) => cut(one, MAX_STEP));
  return sentences.length > MAX_TOLD ? [...shown, '…'] : shown;
}
