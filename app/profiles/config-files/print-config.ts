import { maskName, maskValue } from './mask.ts';
import type { AwsConfig, ConfigFile, Settings } from './model.ts';

/** What Latchkey reads out of AWS's files, for a bug report. */
export interface PrintedConfig {
  readonly profiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly sso: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly skipped: readonly {
    readonly file: string;
    readonly line: number;
    readonly text: string;
    readonly reason: string;
  }[];
}

/**
 * Puts what was read into plain values. Nested settings are named `block.key`.
 *
 * @param paths the files' paths, as they are to be named
 * @param secrets whether secrets are shown or masked
 */
export function printConfig(
  config: AwsConfig,
  paths: Readonly<Record<ConfigFile, string>>,
  secrets: 'masked' | 'shown',
): PrintedConfig {
  const plain = (settings: Settings): Readonly<Record<string, string>> =>
    Object.fromEntries(
      [...flatten(settings)].map(({ key, value, line }) =>
        secrets === 'shown' ? [key, value] : [maskKey(key, line), maskValue(key, value)],
      ),
    );
  const sound = (sections: AwsConfig['profiles'] | AwsConfig['ssoSessions']) =>
    // an object of entries has a name like __proto__ as a property of its own
    Object.fromEntries(
      [...sections]
        .filter(([, { fault }]) => fault === null)
        .map(([name, { settings }]) => [name, plain(settings)]),
    );
  return {
    profiles: sound(config.profiles),
    sso: sound(config.ssoSessions),
    skipped: config.skipped.map(({ file, line, text, masked, reason }) => ({
      file: paths[file],
      line,
      text: secrets === 'shown' ? text : masked,
      reason,
    })),
  };
}

/** A key without what may be a secret; its line keeps two of them apart. */
function maskKey(key: string, line: number): string {
  const masked = maskName(key);
  return masked === key ? key : `${masked} (line ${line})`;
}

function* flatten(settings: Settings): Generator<{ key: string; value: string; line: number }> {
  for (const [key, { value, line }] of settings) {
    if (typeof value === 'string') yield { key, value, line };
    else for (const [inner, text] of value) yield { key: `${key}.${inner}`, value: text, line };
  }
}
