import { quoteName, type AwsConfig } from '../../../app/profiles/config-files/model.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';

interface Sections {
  readonly name: string;
  readonly section: Readonly<Record<string, string>>;
}

/** A config file with these profiles. */
export function configTextOf(sections: readonly Sections[]): string {
  return sections
    .map(({ name, section }) => {
      const lines = Object.entries(section).map(([key, value]) => `${key} = ${value}\n`);
      return `[profile ${quoteName(name)}]\n${lines.join('')}`;
    })
    .join('');
}

/** What a config file with these profiles holds. */
export function configOf(sections: readonly Sections[]): AwsConfig {
  return readAwsConfig({ config: configTextOf(sections), credentials: '' });
}
