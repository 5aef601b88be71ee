import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../failure.ts';
import type { Carrier, ClientForm, Plan } from './catalogue/form.ts';
import { clientsFor, type ClientId } from './model.ts';
import type { ClientLauncher, ClientTarget, FoundClient, OpenTarget } from './ports.ts';
import { wayFor } from './ways.ts';

/** What preparing takes. */
export interface Workbench {
  readonly launcher: ClientLauncher;
  /** Every client that is known: the catalogue's and the user's own. */
  readonly forms: () => readonly ClientForm[];
  /** Where the user says that a client is; null where they do not. */
  readonly setPathOf: (id: ClientId) => string | null;
  /** The CA file of the settings. */
  readonly caFile: () => string | null;
}

/** A client that waits for a password: all that can be refused without one has been looked at. */
export interface Prepared {
  readonly form: ClientForm;
  readonly client: FoundClient;
  readonly carrier: Carrier;
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
export function createPreparing({ launcher, forms, setPathOf, caFile }: Workbench) {
  /** The form of a client that speaks a target's protocol. */
  function fitting(target: Pick<OpenTarget, 'family'>, id: ClientId): Result<ClientForm> {
    const form = forms().find((one) => one.id === id);
    if (form === undefined) {
      return fail('client-not-found', `Latchkey knows no client ${id}.`, {
        hint: 'Choose another client for this connection.',
      });
    }
    if (form.families.includes(target.family)) return succeed(form);
    const others = clientsFor(forms(), target.family).slice(0, 4);
    return fail('invalid-input', `${form.name} does not speak ${familyNames[target.family]}'s protocol.`, {
      hint: `Open it with ${others.map(({ name }) => name).join(' or ')}.`,
    });
  }

  async function locate(form: ClientForm): Promise<Result<FoundClient>> {
    const located = await launcher.locate(form, setPathOf(form.id));
    if (located.found) return succeed(located);
    if (located.broken !== null) {
      return fail('client-not-found', located.broken, {
        hint: 'Correct its path in the settings, or let Latchkey look for it.',
      });
    }
    const toGet = form.install[launcher.platform];
    const advice = toGet === undefined ? '' : `To get it: ${toGet}. `;
    const wsl = launcher.platform === 'win32' && form.runsIn === 'terminal' ? IN_WSL : '';
    return fail('client-not-found', `${form.name} was not found on this computer.`, {
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
    route: ClientTarget['way'],
  ): Promise<Result<Prepared>> {
    const fits = fitting(target, id);
    if (!fits.ok) return fits;
    const form = fits.value;
    const { platform } = launcher;
    const found = await locate(form);
    if (!found.ok) return found;
    const client = found.value;
    const way = wayFor(form, route, { platform, foundIn: client.foundIn });
    if (way === null) return noWay(form, route);
    const ca = await launcher.certificates(target.caFile ?? caFile());
    if (!ca.ok) return ca;
    const said = form.version === undefined ? '' : await launcher.askVersion(client.where);
    const ownOptionFile = await launcher.ownOptionFile();
    const given = { platform, foundIn: client.foundIn, said, caPath: ca.value, ownOptionFile };
    return succeed({
      form,
      client,
      carrier: way.carrier,
      plan(to, password) {
        if (/^[\x21-\x7e]+$/.test(password)) return way.plan(to, password, given);
        return fail('internal', 'The password holds characters that no token has.');
      },
    });
  }

  return { fitting, prepare };
}

function noWay(form: ClientForm, route: ClientTarget['way']): Result<never> {
  const why = form.whyNoToken ?? `${form.name} cannot be handed a connection on this system.`;
  return route === 'direct'
    ? fail('gateway-needed', why, {
        hint: `Save the database as a connection: ${form.name} then signs in through its gateway.`,
      })
    : fail('launch-failed', `${form.name} cannot be handed a connection on this system.`, {
        hint: 'Use “Set up in …”, or “How to connect”, and open it yourself.',
      });
}
