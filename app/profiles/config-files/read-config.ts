import { parseDocument } from './document.ts';
import type { AwsConfig, ConfiguredProfile } from './model.ts';
import { readSections } from './read-sections.ts';

/**
 * Reads AWS's two shared config files as the AWS CLI does, and says what of them is not read. Takes any text.
 *
 * @param texts what the files hold; an empty text for a file that is not there
 */
export function readAwsConfig(texts: { readonly config: string; readonly credentials: string }): AwsConfig {
  const config = readSections(parseDocument(texts.config), 'config');
  const credentials = readSections(parseDocument(texts.credentials), 'credentials');
  const names = new Set([...config.sections.profile.keys(), ...credentials.sections.profile.keys()]);
  const profiles = [...names].map((name): [string, ConfiguredProfile] => {
    const inConfig = config.sections.profile.get(name) ?? null;
    const inCredentials = credentials.sections.profile.get(name) ?? null;
    const settings = new Map([...(inConfig?.settings ?? []), ...(inCredentials?.settings ?? [])]);
    const fault = inConfig?.fault ?? inCredentials?.fault ?? null;
    return [name, { name, config: inConfig, credentials: inCredentials, settings, fault }];
  });
  return {
    profiles: new Map(profiles),
    ssoSessions: config.sections['sso-session'],
    services: config.sections.services,
    skipped: [...config.skipped, ...credentials.skipped],
    confirmed: new Set(),
  };
}
