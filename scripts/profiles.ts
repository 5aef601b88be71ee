import { resolve } from 'node:path';
import { printProfiles } from '../main/profiles/print-profiles.ts';

// `npm run --silent profiles -- CONFIG CREDENTIALS [--unmasked]`: one line of JSON with what Latchkey reads out
// of two of AWS's config files, and what it does not read, for bug reports.
const UNMASKED = '--unmasked';
const args = process.argv.slice(2);
const [config, credentials, ...more] = args.filter((word) => word !== UNMASKED);
if (config === undefined || credentials === undefined || more.length > 0) {
  console.error(`Usage: npm run --silent profiles -- CONFIG CREDENTIALS [${UNMASKED}]`);
  process.exit(2);
}

// npm runs scripts in the project's folder, wherever it was called
const from = process.env['INIT_CWD'] ?? process.cwd();
const paths = { config: resolve(from, config), credentials: resolve(from, credentials) };
const secrets = args.includes(UNMASKED) ? 'shown' : 'masked';
process.stdout.write(await printProfiles(paths, { config, credentials }, secrets));
