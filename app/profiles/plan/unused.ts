import type { ConfiguredProfile, Setting } from '../config-files/model.ts';
import { TOKEN_KEYS } from './leaf.ts';
import type { Hop, Leaf } from './model.ts';
import { wholeNumber } from './role-hop.ts';

/** The ways to credentials, the settings that tell of each, and where these have to be. */
const ways = [
  { way: 'web-identity', words: 'the web identity', keys: ['web_identity_token_file'], file: null },
  { way: 'role', words: 'the role', keys: ['role_arn'], file: null },
  {
    way: 'sso',
    words: 'IAM Identity Center',
    keys: ['sso_account_id', 'sso_role_name', 'sso_session', 'sso_start_url'],
    file: null,
  },
  {
    way: 'credentials',
    words: 'the key in the credentials file',
    keys: ['aws_access_key_id'],
    file: 'credentials',
  },
  { way: 'login', words: 'the sign-in with aws login', keys: ['login_session'], file: null },
  { way: 'process', words: 'credential_process', keys: ['credential_process'], file: null },
  { way: 'config', words: 'the key in the config file', keys: ['aws_access_key_id'], file: 'config' },
] as const;

type Way = (typeof ways)[number]['way'];

/** What the profiles on the way hold and is not used, in words, each with its line. */
export function unusedIn(chain: readonly ConfiguredProfile[], leaf: Leaf, hops: readonly Hop[]): string[] {
  return chain.flatMap((profile) => {
    const used = new Set<Way>();
    if (leaf.profile === profile.name && leaf.kind !== 'machine') {
      used.add(leaf.kind === 'keys' ? leaf.file : leaf.kind);
      // there the role is assumed with the web identity
      if (leaf.kind === 'web-identity') used.add('role');
    }
    const own = hops.filter((hop) => hop.profile === profile.name);
    if (own.some(({ kind }) => kind === 'role')) used.add('role');
    return [
      ...waysUnused(profile, used),
      ...tokensUnused(profile, leaf),
      ...mfaUnused(profile, own),
      ...durationUnused(profile),
    ];
  });
}

function waysUnused(profile: ConfiguredProfile, used: ReadonlySet<Way>): string[] {
  const first = ways.find(({ way }) => used.has(way));
  const reason = first === undefined ? 'nothing needs it' : `${first.words} comes first`;
  return ways.flatMap(({ way, keys, file }) => {
    if (used.has(way)) return [];
    const settings = file === null ? profile.settings : profile[file]?.settings;
    const key = keys.find((one) => settings?.has(one));
    return key === undefined ? [] : [told(profile, key, settings?.get(key), reason)];
  });
}

/** Tokens of the other file, and the second of two in one. */
function tokensUnused(profile: ConfiguredProfile, leaf: Leaf): string[] {
  if (leaf.kind !== 'keys' || leaf.profile !== profile.name) return [];
  const used = TOKEN_KEYS.find((key) => profile[leaf.file]?.settings.has(key));
  return [profile.config, profile.credentials].flatMap((section) =>
    TOKEN_KEYS.flatMap((key) => {
      const setting = section?.settings.get(key);
      if (setting === undefined || (section?.file === leaf.file && key === used)) return [];
      const reason =
        section?.file === leaf.file ? `${used ?? ''} comes first` : `the key is in the ${leaf.file} file`;
      return [told(profile, key, setting, reason)];
    }),
  );
}

function mfaUnused(profile: ConfiguredProfile, own: readonly Hop[]): string[] {
  const setting = profile.settings.get('mfa_serial');
  if (setting === undefined || own.some(({ mfaSerial }) => mfaSerial !== null)) return [];
  return [
    told(profile, 'mfa_serial', setting, 'it needs a role, or long-lived keys that are used themselves'),
  ];
}

function durationUnused(profile: ConfiguredProfile): string[] {
  const setting = profile.settings.get('duration_seconds');
  if (setting === undefined || (typeof setting.value === 'string' && wholeNumber(setting.value) !== null)) {
    return [];
  }
  return [told(profile, 'duration_seconds', setting, 'it is not a whole number')];
}

function told(profile: ConfiguredProfile, key: string, setting: Setting | undefined, reason: string): string {
  const place = setting === undefined ? '' : ` (line ${setting.line} of the ${setting.file} file)`;
  return `${key} of profile ${profile.name}${place} is not used: ${reason}.`;
}
