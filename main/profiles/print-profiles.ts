import { printConfig } from '../../app/profiles/config-files/print-config.ts';
import type { ConfigFile } from '../../app/profiles/config-files/model.ts';
import { readConfigFiles } from './read-config-files.ts';

/**
 * One line of JSON with what Latchkey reads out of two of AWS's config files, and what it does not read, for bug
 * reports. Line 0 stands for a file as a whole.
 *
 * @param paths where the files are
 * @param names what they are called there
 */
export async function printProfiles(
  paths: Readonly<Record<ConfigFile, string>>,
  names: Readonly<Record<ConfigFile, string>>,
  secrets: 'masked' | 'shown',
): Promise<string> {
  const reading = await readConfigFiles(paths);
  const printed = printConfig(reading.config, names, secrets);
  const unread = [
    { file: names.config, ...reading.files.config },
    { file: names.credentials, ...reading.files.credentials },
  ].flatMap(({ file, found, error }) =>
    found && error === null ? [] : [{ file, line: 0, text: '', reason: error ?? 'the file is not there' }],
  );
  return `${JSON.stringify({ ...printed, skipped: [...unread, ...printed.skipped] })}\n`;
}
