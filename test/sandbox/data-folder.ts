import { join } from 'node:path';
import { endpointIdOf } from '../../app/endpoints/model.ts';
import { defaultSettings } from '../../app/settings/model.ts';
import { systemClock } from '../../main/clock.ts';
import { settingsSchema } from '../../main/settings/state-file.ts';
import { signInsSchema } from '../../main/endpoints/state-files.ts';
import { jsonFile } from '../../main/files/json-file.ts';
import { DEMO_MYSQL, DEMO_POSTGRES } from './account.ts';
import { BROKEN_DATABASES, PRACTICE_PLACE, PRACTICE_PROFILE } from './practice/databases.ts';
import type { DemoDatabase, Sandbox } from './start-sandbox.ts';

/** The profile that may use both demo databases. */
export const DEMO_PROFILE = 'platform-dev';
/** The database user and the database that both demo databases know. */
export const DEMO_SIGN_IN = { dbUser: 'app_readonly', database: 'shop' } as const;

/**
 * Writes into Latchkey's own folder what someone who has worked in this account for a while would have
 * there: the regions they look into, their company's certificates, and whom they log in as.
 */
export async function prepareDataFolder(sandbox: Sandbox, folder: string): Promise<void> {
  await jsonFile(join(folder, 'settings.json'), settingsSchema, systemClock).save({
    ...defaultSettings,
    regions: ['eu-west-1', 'eu-central-1'],
    caFile: sandbox.caFile,
  });
  const practice = BROKEN_DATABASES.flatMap(({ id, dbUser }) => {
    const endpointId = practiceEndpointId(sandbox, id);
    return endpointId === null ? [] : [[endpointId, { dbUser, database: DEMO_SIGN_IN.database }] as const];
  });
  const demos = [demoEndpointId(DEMO_POSTGRES, sandbox.postgres), demoEndpointId(DEMO_MYSQL, sandbox.mysql)];
  await jsonFile(join(folder, 'sign-ins.json'), signInsSchema, systemClock).save(
    Object.fromEntries([
      ...demos.flatMap((id) => (id === null ? [] : [[id, DEMO_SIGN_IN] as const])),
      ...practice,
    ]),
  );
}

/** The same for somebody who looks into all regions of a big company. */
export async function prepareCompanyFolder(regions: readonly string[], folder: string): Promise<void> {
  await jsonFile(join(folder, 'settings.json'), settingsSchema, systemClock).save({
    ...defaultSettings,
    regions: [...regions],
  });
}

/** The id under which Latchkey knows a broken database; null where the sandbox has none. */
export function practiceEndpointId({ databases }: Pick<Sandbox, 'databases'>, name: string): string | null {
  const { region } = PRACTICE_PLACE;
  const found = databases.instances.find((one) => one.id === name && one.region === region);
  if (found?.address === undefined) return null;
  return endpointIdOf({ profile: PRACTICE_PROFILE, region }, name, found.address);
}

/** The id under which Latchkey knows a demo database. */
export function demoEndpointId(name: string, demo: DemoDatabase | null): string | null {
  if (demo === null) return null;
  const { host, port, region } = demo;
  return endpointIdOf({ profile: DEMO_PROFILE, region }, name, { host, port });
}
