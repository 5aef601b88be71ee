import { quoteName, type AwsConfig } from '../../../app/profiles/config-files/model.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';

/** What a config file with these profiles holds. */
export function configOf(
  sections: readonly { readonly name: string; readonly section: Readonly<Record<string, string>> }[],
): AwsConfig {
  const config = sections
    .map(({ name, section }) => {
      const lines = Object.entries(section).map(([key, value]) => `${key} = ${value}\n`);
      return `[profile ${quoteName(name)}]\n${lines.join('')}`;
    })
    .join('');
  return readAwsConfig({ config, credentials: '' });
}
