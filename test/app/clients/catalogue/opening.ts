import { expect } from 'vitest';
import type {
  ClientDefinition,
  FoundIn,
  Plan,
  SetUpTarget,
  WindowPlan,
} from '../../../../app/clients/catalogue/definition.ts';
import type { Platform } from '../../../../app/clients/model.ts';
import type { ClientTarget } from '../../../../app/clients/ports.ts';
import { launchMethodFor } from '../../../../app/clients/launch-method.ts';
import type { Failure, Result } from '../../../../app/common/result.ts';
import { windowCommand } from '../../../../main/clients/open-window.ts';

/** A connection's gateway. */
export const gatewayEndpoint: ClientTarget = {
  name: 'orders',
  family: 'postgres',
  host: '127.0.0.1',
  port: 15_432,
  hostaddr: null,
  localSide: { localSignIn: 'scram', localCa: null },
  route: 'gateway',
  dbUser: 'alice',
  database: 'shop',
  environment: { label: 'prod', kind: 'prod' },
  connectionId: '6f0e7a52-3d7c-4c1b-9c55-0a1b2c3d4e5f',
};

/** A gateway with values that a careless client or quoting trips over. */
export const oddGatewayEndpoint: ClientTarget = {
  ...gatewayEndpoint,
  name: `-o "$HOME" \`id\` %PATH% | é`,
  dbUser: `-u'x" $(id)@corp:%41\\`,
  database: '--d é&x=1;%2F`',
};

/** A password of the characters that local passwords may have. */
export const PASSWORD = `p'"%|:@\\$\`&=-`;

/** What leads an entry to a gateway. */
export function entryOf(to: ClientTarget, passwordCommand: readonly string[] | null = null): SetUpTarget {
  const { name, family, host, port, dbUser, database, environment, connectionId } = to;
  return { id: connectionId ?? '', name, family, host, port, dbUser, database, environment, passwordCommand };
}

/** Where each kind of place has a client on a system. */
const where: Readonly<Record<FoundIn, string>> = {
  program: '/P/client',
  application: '/Applications/Client.app',
  flatpak: '/F/client',
  'app-image': '/I/client.AppImage',
};

/** Plans the opening of a client by the way that it would be opened. */
export function planned(
  definition: ClientDefinition,
  platform: Platform,
  to: ClientTarget,
  password = PASSWORD,
): Result<Plan> {
  const foundIn = definition.locations[platform]?.[0]?.kind ?? 'program';
  const method = launchMethodFor(definition, to.route, { platform, foundIn });
  if (method === null) throw new Error(`${definition.name} has no way on ${platform}`);
  return method.plan(to, password, { platform, foundIn, said: '', caPath: '/d/ca.pem', ownOptionFile: null });
}

/** The exact words that a client with a window is started with, and what is set in its environment. */
export function started(
  definition: ClientDefinition,
  platform: Platform,
  to: ClientTarget,
  password = PASSWORD,
) {
  const plan = planned(definition, platform, to, password);
  if (!plan.ok) throw new Error(plan.error.message);
  if (plan.value.runsIn !== 'window') throw new Error(`${definition.name} has no window`);
  return { words: commandOf(definition, platform, plan.value), set: plan.value.set };
}

function commandOf(definition: ClientDefinition, platform: Platform, plan: WindowPlan): readonly string[] {
  const location = definition.locations[platform]?.[0];
  if (location === undefined) throw new Error(`${definition.name} is not looked for on ${platform}`);
  const at = where[location.kind];
  const program =
    location.kind !== 'application'
      ? at
      : location.program === undefined
        ? null
        : `${at}/Contents/MacOS/${location.program}`;
  return windowCommand({ where: at, foundIn: location.kind, program }, plan);
}

/** Why a client is not opened. */
export function refusal(
  definition: ClientDefinition,
  platform: Platform,
  to: ClientTarget,
  password = PASSWORD,
): Failure {
  const plan = planned(definition, platform, to, password);
  if (plan.ok) throw new Error(`${definition.name} takes it`);
  expect(plan.error.code).toBe('launch-failed');
  return plan.error;
}

/** The text of an entry. */
export function entryText(
  definition: ClientDefinition,
  to: SetUpTarget,
  platform: Platform = 'linux',
): string {
  const text = definition.setUp?.(to, platform).entry?.text;
  if (text === undefined) throw new Error(`${definition.name} has no entry`);
  return text;
}
