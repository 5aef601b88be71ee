import { resolve } from 'node:path';
import { printConfig } from '../app/profiles/config-files/print-config.ts';
import { readConfigFiles } from '../main/profiles/read-config-files.ts';

// `npm run --silent profiles -- CONFIG CREDENTIALS [--unmasked]`: one line of JSON with what Latchkey reads out
// of two of AWS's config files, and what it does not read, for bug reports.
const UNMASKED = '--unmasked';
const args = process.argv.slice(2);
const [config, credentials, ...more] = args.filter((word) => word !== UNMASKED);
if (config === undefined || credentials === undefined || more.length > 0) {
  console.error(`Usage: npm run --silent profiles -- CONFIG CREDENTIALS [${UNMASKED}]`);
  process.exit(2);
}

const paths = { config, credentials };
// npm runs scripts in the project's folder, wherever it was called
const from = process.env['INIT_CWD'] ?? process.cwd();
const reading = await readConfigFiles({
  config: resolve(from, config),
  credentials: resolve(from, credentials),
});
const printed = printConfig(reading.config, paths, args.includes(UNMASKED) ? 'shown' : 'masked');
// line 0 stands for the file as a whole
const unread = [
  { file: config, ...reading.files.config },
  { file: credentials, ...reading.files.credentials },
].flatMap(({ file, found, error }) =>
  found && error === null ? [] : [{ file, line: 0, text: '', reason: error ?? 'the file is not there' }],
);
console.log(JSON.stringify({ ...printed, skipped: [...unread, ...printed.skipped] }));
