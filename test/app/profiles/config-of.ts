import { quoteName, type AwsConfig } from '../../../app/profiles/config-files/model.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';

/** A section of a config file. */
interface Section {
  readonly name: string;
  readonly section: Readonly<Record<string, string>>;
}

/** A config file with these profiles, and these SSO sessions. */
export function configTextOf(profiles: readonly Section[], ssoSessions: readonly Section[] = []): string {
  const written = (kind: string, all: readonly Section[]): string[] =>
    all.map(({ name, section }) => {
      const lines = Object.entries(section).map(([key, value]) => `${key} = ${value}\n`);
      return `[${kind} ${quoteName(name)}]\n${lines.join('')}`;
    });
  return [...written('profile', profiles), ...written('sso-session', ssoSessions)].join('');
}

/** What a config file with these profiles, and these SSO sessions, holds. */
export function configOf(profiles: readonly Section[], ssoSessions: readonly Section[] = []): AwsConfig {
  return readAwsConfig({ config: configTextOf(profiles, ssoSessions), credentials: '' });
}
