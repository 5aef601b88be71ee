import { describe, expect, it } from 'vitest';
import { refusedImports } from '../../scripts/imports/rules.ts';

/** Forbidden imports, planted one by one: the file, what it imports, and why that must not be. */
const planted: ReadonlyArray<readonly [file: string, specifier: string, why: string]> = [
  ['app/tokens/service.ts', 'node:fs', 'app knows no Node'],
  ['app/tokens/service.ts', 'fs', 'app knows no Node under its old name'],
  ['app/tokens/service.ts', 'electron', 'app knows no Electron'],
  ['app/tokens/service.ts', 'react', 'app knows no browser'],
  ['app/tokens/service.ts', '@aws-sdk/client-rds', 'app knows no AWS SDK'],
  ['app/tokens/service.ts', 'zod/v4', 'only zod itself'],
  ['app/tokens/service.ts', '../../main/clock.ts', 'app does not know main'],
  ['app/tokens/service.ts', '../../renderer/store.ts', 'app does not know the window'],
  ['app/tokens/service.ts', '../../test/app/test-clock.ts', 'nobody knows the tests'],
  ['app/tokens/service.ts', '../clients/service.ts', 'the insides of another module'],
  ['app/tokens/service.ts', '../clients/catalogue/catalogue.ts', 'the insides of another module'],
  ['app/tokens/service.ts', '../clients/module.ts', 'an API is handed over, not imported'],
  ['app/tokens/service.ts', '../contract.ts', 'a module does not know the whole'],
  ['app/tokens/service.ts', '../modules.ts', 'a module does not know the list'],
  ['app/tokens/service.ts', '../dispatch.ts', 'a module does not know the guard'],
  ['app/tokens/channels.ts', 'zod', 'names carry no schema into the preload script'],
  ['app/tokens/channels.ts', '../common/result.ts', 'names carry no schema into the preload script'],
  ['app/common/result.ts', '../tokens/model.ts', 'what all share knows none of them'],
  ['app/connect/open.ts', '../clients/launch-method.ts', 'the insides of another module'],
  ['app/connect/open.ts', '../gateway/service.ts', 'the insides of another module'],
  ['app/connect/open.ts', '../modules.ts', 'use cases do not know the list'],
  ['app/channels.ts', './contract.ts', 'names carry no schema into the preload script'],
  ['app/bridge.ts', 'zod', 'names carry no schema into the preload script'],
  ['app/modules.ts', '../main/modules.ts', 'app does not know main'],
  ['main/tokens/rds-signer.ts', 'electron', 'Electron stays under main/electron'],
  ['main/tokens/rds-signer.ts', 'electron/main', 'Electron stays under main/electron'],
  ['main/tokens/rds-signer.ts', '../electron/ipc.ts', 'Node’s adapters do not know Electron’s'],
  ['main/tokens/rds-signer.ts', '../../renderer/store.ts', 'main does not know the window'],
  ['main/tokens/rds-signer.ts', '../../scripts/setup.ts', 'main does not know the scripts'],
  ['main/tokens/rds-signer.ts', 'react', 'main draws nothing'],
  ['main/electron/run.ts', 'react', 'main draws nothing'],
  ['main/electron/run.ts', '../../renderer/store.ts', 'main does not know the window'],
  ['main/preload/index.ts', 'node:fs', 'the preload script is sandboxed'],
  ['main/preload/index.ts', 'zod', 'the preload script stays small'],
  ['main/preload/index.ts', '../../app/contract.ts', 'the preload script stays small'],
  ['main/preload/index.ts', '../machine.ts', 'the preload script knows names only'],
  ['renderer/tokens/actions.ts', 'node:fs', 'the window runs in a browser'],
  ['renderer/tokens/actions.ts', 'electron', 'the window runs in a browser'],
  ['renderer/tokens/actions.ts', '@aws-sdk/rds-signer', 'the window signs nothing'],
  ['renderer/tokens/actions.ts', 'lodash', 'a package that nobody decided on'],
  ['renderer/tokens/actions.ts', '../../main/clock.ts', 'the window does not know main'],
  ['renderer/tokens/actions.ts', '../../app/dispatch.ts', 'the window knows the contract and models'],
  ['renderer/tokens/actions.ts', '../../app/contract.ts', 'of the contract the window takes types'],
  ['renderer/tokens/actions.ts', '../../app/clients/catalogue/catalogue.ts', 'the insides of a module'],
  ['renderer/tokens/actions.ts', '../../app/gateway/service.ts', 'the insides of a module'],
  ['renderer/tokens/actions.ts', '../../test/renderer/samples.ts', 'nobody knows the tests'],
];

describe('a forbidden import', () => {
  it.each(planted)('%s <- %s is refused: %s', (file, specifier) => {
    const refused = [{ file, specifier }];
    expect(refusedImports(file, `import { x } from '${specifier}';\n`)).toEqual(refused);
    expect(refusedImports(file, `export { x } from '${specifier}';\n`)).toEqual(refused);
    expect(refusedImports(file, `import '${specifier}';\n`)).toEqual(refused);
    expect(refusedImports(file, `import {\n  x,\n  y,\n} from '${specifier}';\n`)).toEqual(refused);
    expect(refusedImports(file, `const x = await import('${specifier}');\n`)).toEqual(refused);
  });
});

it.each([
  ['app/tokens/service.ts', '../common/result.ts'],
  ['app/tokens/service.ts', '../profiles/model.ts'],
  ['app/tokens/service.ts', './clipboard-guard.ts'],
  ['app/tokens/service.ts', 'zod'],
  ['main/tokens/rds-signer.ts', '@aws-sdk/rds-signer'],
  ['main/tokens/rds-signer.ts', '../../app/tokens/ports.ts'],
  ['main/electron/run.ts', 'electron'],
  ['renderer/tokens/actions.ts', '../../app/tokens/model.ts'],
  ['renderer/tokens/actions.ts', '../store.ts'],
])('%s may import %s', (file, specifier) => {
  expect(refusedImports(file, `import { x } from '${specifier}';\n`)).toEqual([]);
});

it('types of an API may be named where the API itself may not be imported', () => {
  const line = `from '../clients/module.ts';\n`;
  expect(refusedImports('app/connect/open.ts', `import type { ClientsApi } ${line}`)).toEqual([]);
  expect(refusedImports('app/connect/open.ts', `import { createClientsModule } ${line}`)).toHaveLength(1);
});
