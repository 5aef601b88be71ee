import { readFile, writeFile } from 'node:fs/promises';
import { prepareCompanyFolder } from '../sandbox/data-folder.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';

/**
 * A big company in a process of its own, so that its work is not counted as Latchkey's. Arguments: profiles, regions,
 * endpoints, milliseconds a call takes, and the data folder to prepare. Its AWS files are empty until it is told `go`.
 * Asked for `seen`, it sends what it was asked for.
 */
const [profiles = 1, regions = 1, endpoints = 1, latencyMs = 0] = process.argv.slice(2, 6).map(Number);
const dataFolder = process.argv[6] ?? '';

const sandbox = await startSandbox({
  company: { profiles, regions, endpoints },
  without: ['postgres', 'mysql'],
});
sandbox.faults.clear();
sandbox.faults.add({ effect: { kind: 'latency', ms: latencyMs } });
await prepareCompanyFolder(sandbox.company?.regions ?? [], dataFolder);
const paths = [sandbox.env['AWS_CONFIG_FILE'] ?? '', sandbox.env['AWS_SHARED_CREDENTIALS_FILE'] ?? ''];
const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
const fill = (write: readonly string[]) =>
  Promise.all(paths.map((path, index) => writeFile(path, write[index] ?? '')));
await fill([]);

process.on('message', (asked) => {
  if (asked === 'seen') process.send?.({ seen: sandbox.requests });
  else if (asked === 'go') void fill(texts);
  else void sandbox.stop().then(() => process.exit());
});
process.on('disconnect', () => process.exit());
process.send?.({ env: sandbox.env, profile: sandbox.company?.profiles[0]?.name ?? '' });
