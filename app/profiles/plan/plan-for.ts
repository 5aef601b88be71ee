import { quoteName, type AwsConfig, type ConfiguredProfile } from '../config-files/model.ts';
import { leafOf } from './leaf.ts';
import { mfaSerialOf } from './mfa-serial.ts';
import type { Hop, Leaf, Outcome, Plan } from './model.ts';
import { given, refuse, refuseFaulty } from './refuse.ts';
import { assumesRole, roleHop } from './role-hop.ts';
import { unusedIn } from './unused.ts';

/**
 * Finds out how a profile comes to its credentials, as the AWS CLI 2 does for `--profile NAME`: from which
 * leaf, over which calls to STS. Nothing of the environment or of this machine takes part unless the profile
 * says so. Where it is unclear who would sign, there is no plan.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export function planFor(config: AwsConfig, name: string): Outcome<Plan> {
  const top = profileOf(config, name, null);
  if (!top.ok) return top;
  const walked = walk(config, top.value);
  if (!walked.ok) return walked;
  const { chain, hops, leaf } = walked.value;
  const session = sessionHop(top.value, leaf, hops);
  if (!session.ok) return session;
  const all = [...hops, ...session.value];
  return given({ profile: name, leaf, hops: all, unused: unusedIn(chain, leaf, all) });
}

interface Walked {
  /** The profiles on the way, the one at hand first. */
  readonly chain: readonly ConfiguredProfile[];
  readonly hops: readonly Hop[];
  readonly leaf: Leaf;
}

/** Goes from role to source until there is a profile with credentials of its own. */
function walk(config: AwsConfig, top: ConfiguredProfile): Outcome<Walked> {
  const chain = [top];
  const hops: Hop[] = [];
  let profile = top;
  // a source with keys of its own ends the chain, even where it names a role too
  while (assumesRole(profile) && (profile === top || !hasKeys(profile))) {
    const hop = roleHop(profile);
    if (!hop.ok) return hop;
    hops.unshift(hop.value);
    const { source } = hop.value;
    if (source.kind === 'machine') {
      return given({ chain, hops, leaf: { kind: 'machine', profile: profile.name, source: source.source } });
    }
    const next = profileOf(config, source.profile, profile);
    if (!next.ok) return next;
    if (chain.includes(next.value)) {
      // a profile may be its own source, for its keys
      if (next.value === profile && hasKeys(profile)) break;
      return loop(chain, next.value);
    }
    chain.push(next.value);
    profile = next.value;
  }
  const leaf = leafOf(config, profile);
  return leaf.ok ? given({ chain, hops, leaf: leaf.value }) : leaf;
}

function hasKeys({ settings }: ConfiguredProfile): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key');
}

/** A profile by its name, for another that names it as its source or for itself. */
function profileOf(
  config: AwsConfig,
  name: string,
  user: ConfiguredProfile | null,
): Outcome<ConfiguredProfile> {
  const found = config.profiles.get(name);
  if (found !== undefined && found.fault === null) return given(found);
  if (found?.fault) return refuseFaulty(`Profile ${name}`, found.fault);
  if (user === null) {
    const hint = `Add [profile ${quoteName(name)}] to the config file.`;
    return refuse('profile-missing', `There is no profile ${name}.`, hint, null);
  }
  const [, bare = name] = /^profile\s+(.+)$/.exec(name) ?? [];
  const hint = config.profiles.has(bare)
    ? `Write source_profile = ${bare}.`
    : `Add [profile ${quoteName(name)}], or correct source_profile.`;
  const message = `Profile ${user.name} takes its credentials from ${name}, and there is no such profile.`;
  return refuse('reference-missing', message, hint, user.settings.get('source_profile'));
}

/** Of a longer circle the middle is left out. */
const MAX_NAMES_TOLD = 8;

function loop(chain: readonly ConfiguredProfile[], back: ConfiguredProfile) {
  const names = [...chain.map(({ name }) => name), back.name];
  const shown =
    names.length > MAX_NAMES_TOLD ? [...names.slice(0, MAX_NAMES_TOLD - 1), '…', back.name] : names;
  const last = chain.at(-1)?.settings.get('source_profile');
  const hint = 'End the chain at a profile with credentials of its own.';
  return refuse('loop', `The source profiles go round in a circle: ${shown.join(', from ')}.`, hint, last);
}

/** With long-lived keys and no role, `mfa_serial` asks for session keys. */
function sessionHop(
  { name, settings }: ConfiguredProfile,
  leaf: Leaf,
  hops: readonly Hop[],
): Outcome<readonly Hop[]> {
  if (hops.length > 0 || leaf.kind !== 'keys' || leaf.temporary || !settings.has('mfa_serial'))
    return given([]);
  const mfaSerial = mfaSerialOf({ name: `profile ${name}`, settings });
  return mfaSerial.ok ? given([{ kind: 'session', profile: name, mfaSerial: mfaSerial.value }]) : mfaSerial;
}
