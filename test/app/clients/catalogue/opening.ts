import { expect } from 'vitest';
import type {
  ClientForm,
  FoundIn,
  Plan,
  SetUpTarget,
  WindowPlan,
} from '../../../../app/clients/catalogue/form.ts';
import type { Platform } from '../../../../app/clients/model.ts';
import type { ClientTarget } from '../../../../app/clients/ports.ts';
import { wayFor } from '../../../../app/clients/ways.ts';
import type { Failure, Result } from '../../../../app/failure.ts';
import { windowCommand } from '../../../../main/clients/open-window.ts';

/** A connection's gateway. */
export const door: ClientTarget = {
  name: 'orders',
  family: 'postgres',
  host: '127.0.0.1',
  port: 15_432,
  hostaddr: null,
  way: 'gateway',
  dbUser: 'alice',
  database: 'shop',
  environment: { label: 'prod', kind: 'prod' },
  connectionId: '6f0e7a52-3d7c-4c1b-9c55-0a1b2c3d4e5f',
};

/** A gateway with values that a careless client or quoting trips over. */
export const oddDoor: ClientTarget = {
  ...door,
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
  form: ClientForm,
  platform: Platform,
  to: ClientTarget,
  password = PASSWORD,
): Result<Plan> {
  const foundIn = form.places[platform]?.[0]?.kind ?? 'program';
  const way = wayFor(form, to.way, { platform, foundIn });
  if (way === null) throw new Error(`${form.name} has no way on ${platform}`);
  return way.plan(to, password, { platform, foundIn, said: '', caPath: '/d/ca.pem', ownOptionFile: null });
}

/** The exact words that a client with a window is started with, and what is set in its environment. */
export function started(form: ClientForm, platform: Platform, to: ClientTarget, password = PASSWORD) {
  const plan = planned(form, platform, to, password);
  if (!plan.ok) throw new Error(plan.error.message);
  if (plan.value.runsIn !== 'window') throw new Error(`${form.name} has no window`);
  return { words: commandOf(form, platform, plan.value), set: plan.value.set };
}

function commandOf(form: ClientForm, platform: Platform, plan: WindowPlan): readonly string[] {
  const place = form.places[platform]?.[0];
  if (place === undefined) throw new Error(`${form.name} is not looked for on ${platform}`);
  const at = where[place.kind];
  const program =
    place.kind !== 'application'
      ? at
      : place.program === undefined
        ? null
        : `${at}/Contents/MacOS/${place.program}`;
  return windowCommand({ where: at, foundIn: place.kind, program }, plan);
}

/** Why a client is not opened. */
export function refusal(
  form: ClientForm,
  platform: Platform,
  to: ClientTarget,
  password = PASSWORD,
): Failure {
  const plan = planned(form, platform, to, password);
  if (plan.ok) throw new Error(`${form.name} takes it`);
  expect(plan.error.code).toBe('launch-failed');
  return plan.error;
}

/** The text of an entry. */
export function entryText(form: ClientForm, to: SetUpTarget, platform: Platform = 'linux'): string {
  const text = form.setUp?.(to, platform).entry?.text;
  if (text === undefined) throw new Error(`${form.name} has no entry`);
  return text;
}
