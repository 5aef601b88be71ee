import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { Delivery, ClientDefinition, Plan } from './catalogue/definition.ts';
import { clientsFor, type ClientId } from './model.ts';
import type { ClientLauncher, ClientTarget, FoundClient, OpenTarget } from './ports.ts';
import { launchMethodFor } from './launch-method.ts';

/** What preparing takes. */
export interface Workbench {
  readonly launcher: ClientLauncher;
  /** Every client that is known: the catalogue's and the user's own. */
  readonly definitions: () => readonly ClientDefinition[];
  /** Where the user says that a client is; null where they do not. */
  readonly setPathOf: (id: ClientId) => string | null;
  /** The CA file of the settings. */
  readonly caFile: () => string | null;
}

/** A client that waits for a password: all that can be refused without one has been looked at. */
export interface Prepared {
  readonly definition: ClientDefinition;
  readonly client: FoundClient;
  readonly delivery: Delivery;
  /** Plans its start; see `Way.plan`. */
  plan(to: ClientTarget, password: string): Result<Plan>;
}

const familyNames: Record<EngineFamily, string> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
};

/**
 * What to do where a client is in WSL. From there the gateway's port is this machine's only where WSL's network is
 * mirrored (Microsoft Learn, "Accessing network applications with WSL").
 */
const IN_WSL =
  'One in WSL is not seen from Windows: run Latchkey in WSL, or connect to the gateway from there, with WSL’s networking mode set to “mirrored”. ';

/** Finds clients, and the way to open them. */
export function createPreparing({ launcher, definitions, setPathOf, caFile }: Workbench) {
  /** The form of a client that speaks a target's protocol. */
  function fitting(target: Pick<OpenTarget, 'family'>, id: ClientId): Result<ClientDefinition> {
    const definition = definitions().find((one) => one.id === id);
    if (definition === undefined) {
      return fail('client-not-found', `Latchkey does not know the client ${id}.`, {
        hint: 'Choose another client for this connection.',
      });
    }
    if (definition.families.includes(target.family)) return succeed(definition);
    const others = clientsFor(definitions(), target.family).slice(0, 4);
    return fail(
      'invalid-input',
      `${definition.name} does not speak ${familyNames[target.family]}'s protocol.`,
      {
        hint: `Open it with ${others.map(({ name }) => name).join(' or ')}.`,
      },
    );
  }

  async function locate(definition: ClientDefinition): Promise<Result<FoundClient>> {
    const located = await launcher.locate(definition, setPathOf(definition.id));
    if (located.found) return succeed(located);
    if (located.broken !== null) {
      return fail('client-not-found', located.broken, {
        hint: 'Correct its path in the settings, or let Latchkey look for it.',
      });
    }
    const toGet = definition.install[launcher.platform];
    const advice = toGet === undefined ? '' : `To get it: ${toGet}. `;
    const wsl = launcher.platform === 'win32' && definition.runsIn === 'terminal' ? IN_WSL : '';
    return fail('client-not-found', `${definition.name} was not found on this computer.`, {
      hint: `${advice}${wsl}Looked in ${located.looked.join(', ')}.`.slice(0, 4_000),
    });
  }

  /**
   * Finds a client, the safest way by a route, and certificates; nothing is signed or opened for it.
   *
   * @returns `client-not-found`, `invalid-input` for one that does not speak the target's protocol, `gateway-needed` for
   *   one that gets no token, `launch-failed` where there is no way, `file-unreadable` or `file-unwritable`
   */
  async function prepare(
    target: OpenTarget,
    id: ClientId,
    route: ClientTarget['route'],
  ): Promise<Result<Prepared>> {
    const fits = fitting(target, id);
    if (!fits.ok) return fits;
    const definition = fits.value;
    const { platform } = launcher;
    const found = await locate(definition);
    if (!found.ok) return found;
    const client = found.value;
    const method = launchMethodFor(definition, route, { platform, foundIn: client.foundIn });
    if (method === null) return noLaunchMethod(definition, route);
    const ca = await launcher.certificates(target.caFile ?? caFile());
    if (!ca.ok) return ca;
    // one that could not be asked is started all the same: that it fails then says why
    const asked = definition.version === undefined ? succeed('') : await launcher.askVersion(client.where);
    const said = asked.ok ? asked.value : '';
    const ownOptionFile = await launcher.ownOptionFile();
    const given = { platform, foundIn: client.foundIn, said, caPath: ca.value, ownOptionFile };
    return succeed({
      definition,
      client,
      delivery: method.delivery,
      plan(to, password) {
        if (/^[\x21-\x7e]+$/.test(password)) return method.plan(to, password, given);
        return fail('internal', 'The password holds characters that no token has.');
      },
    });
  }

  return { fitting, prepare };
}

function noLaunchMethod(definition: ClientDefinition, route: ClientTarget['route']): Result<never> {
  const why = definition.whyNoToken ?? `${definition.name} cannot be handed a connection on this system.`;
  return route === 'direct'
    ? fail('gateway-needed', why, {
        hint: `Save the database as a connection: ${definition.name} then logs in through its gateway.`,
      })
    : fail('launch-failed', `${definition.name} cannot be handed a connection on this system.`, {
        hint: 'Use “Set up in …”, or “How to connect”, and open it yourself.',
      });
}
