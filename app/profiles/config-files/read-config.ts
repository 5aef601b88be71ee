import { finish, type Steps } from '../../common/steps.ts';
import { documentSteps } from './document.ts';
import type { AwsConfig, ConfiguredProfile } from './model.ts';
import { readSections } from './read-sections.ts';

/**
 * Reads AWS's two shared config files as the AWS CLI does, and says what of them is not read. Takes any text.
 *
 * @param texts what the files hold; an empty text for a file that is not there
 */
export function readAwsConfig(texts: ConfigTexts): AwsConfig {
  return finish(awsConfigSteps(texts));
}

/** What the two files hold. */
interface ConfigTexts {
  readonly config: string;
  readonly credentials: string;
}

/** The same, step by step: a file may have megabytes. */
export function* awsConfigSteps(texts: ConfigTexts): Steps<AwsConfig> {
  const config = yield* readSections(yield* documentSteps(texts.config), 'config');
  const credentials = yield* readSections(yield* documentSteps(texts.credentials), 'credentials');
  const names = new Set([...config.sections.profile.keys(), ...credentials.sections.profile.keys()]);
  const profiles = new Map<string, ConfiguredProfile>();
  for (const name of names) {
    yield;
    const inConfig = config.sections.profile.get(name) ?? null;
    const inCredentials = credentials.sections.profile.get(name) ?? null;
    const settings = new Map([...(inConfig?.settings ?? []), ...(inCredentials?.settings ?? [])]);
    const fault = inConfig?.fault ?? inCredentials?.fault ?? null;
    profiles.set(name, { name, config: inConfig, credentials: inCredentials, settings, fault });
  }
  return {
    profiles,
    ssoSessions: config.sections['sso-session'],
    services: config.sections.services,
    skipped: [...config.skipped, ...credentials.skipped],
    confirmed: new Set(),
  };
}
