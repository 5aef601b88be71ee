import type { EngineFamily } from '../endpoints/model.ts';
import { fail, succeed, type Result } from '../failure.ts';
import { GATEWAY_HOST } from '../gateway/model.ts';
import type { StateFile } from '../state-file.ts';
import type { Lease } from '../tokens/model.ts';
import { bannerOf } from './banner.ts';
import { catalogue } from './catalogue/catalogue.ts';
import type { Carrier, ClientForm, Plan, SetUpTarget } from './catalogue/form.ts';
import { createChoices } from './choose.ts';
import { dialled } from './dial.ts';
import { describeClient } from './describe.ts';
import {
  clientsFor,
  setUpCard,
  type ClientChoices,
  type ClientId,
  type Programs,
  type SetUpCard,
} from './model.ts';
import { formOfOwn } from './own.ts';
import type {
  ClientLauncher,
  ClientTarget,
  CurrentClientSettings,
  FoundClient,
  OpenableTerminal,
  OpenTarget,
  ResolveHost,
} from './ports.ts';
import { wayFor } from './ways.ts';

/** What the clients room needs from outside. */
export interface ClientsPorts {
  readonly launcher: ClientLauncher;
  readonly resolve: ResolveHost;
  readonly currentSettings: CurrentClientSettings;
  readonly choicesFile: StateFile<ClientChoices>;
  /** Asks for a program in a dialog of main's own; null where the user chose none. */
  readonly chooseProgram: () => Promise<Result<string | null>>;
  /** A new UUID. */
  readonly newId: () => string;
  readonly onChanged: (programs: Programs) => void;
}

/** What became of a client that was opened. */
export interface Opened {
  /** The client's name, for people. */
  readonly name: string;
  /** The terminal that it runs in; null where it has windows of its own. */
  readonly terminal: string | null;
  /** What carried the password, so that somebody can be told to paste it. */
  readonly carrier: Carrier;
}

/** A client that waits for a password: all that can be refused without one has been looked at. */
interface Prepared {
  open(to: ClientTarget, password: string): Promise<Result<Opened>>;
}

/** A gateway's port and local password. */
interface Door {
  readonly port: number;
  readonly password: string;
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

/** The use cases around SQL clients. */
export function createClients(ports: ClientsPorts) {
  const { launcher } = ports;
  let programs: Programs = { clients: [], terminals: [], own: [] };
  const choices = createChoices(ports, () => find(true));

  const forms = (): readonly ClientForm[] => [...catalogue, ...choices.current().own.map(formOfOwn)];
  const formOf = (id: ClientId): ClientForm | undefined => forms().find((form) => form.id === id);

  /** Where the user says that a client is; null where they do not. */
  function setPathOf(id: ClientId): string | null {
    const { paths, own } = choices.current();
    return paths[id] ?? own.find((one) => one.id === id)?.program ?? null;
  }

  /**
   * Looks for every client and terminal on this machine.
   *
   * @param withVersions whether programs are run to ask them for their version: not at the start, where nobody reads it
   */
  async function find(withVersions: boolean): Promise<Programs> {
    const describe = (form: ClientForm) => describeClient(form, setPathOf(form.id), launcher, withVersions);
    const [terminals, clients] = await Promise.all([
      launcher.terminals(),
      Promise.all(forms().map(describe)),
    ]);
    programs = { clients, terminals, own: choices.current().own };
    ports.onChanged(programs);
    return programs;
  }

  /** The form of a client that speaks a target's protocol. */
  function fitting(target: Pick<OpenTarget, 'family'>, id: ClientId): Result<ClientForm> {
    const form = formOf(id);
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
    const way = wayFor(form, route, { platform, foundIn: found.value.foundIn });
    if (way === null) return noWay(form, route);
    const { terminal: wanted, caFile } = ports.currentSettings();
    const terminal = form.runsIn === 'terminal' ? await launcher.terminal(wanted) : succeed(null);
    if (!terminal.ok) return terminal;
    const ca = await launcher.certificates(target.caFile ?? caFile);
    if (!ca.ok) return ca;
    const said = form.version === undefined ? '' : await launcher.askVersion(found.value.where);
    const ownOptionFile = await launcher.ownOptionFile();
    const { foundIn } = found.value;
    return succeed({
      async open(to, password) {
        if (!/^[\x21-\x7e]+$/.test(password)) {
          return fail('internal', 'The password holds characters that no token has.');
        }
        const given = { platform, foundIn, said, caPath: ca.value, ownOptionFile };
        const plan = way.plan(to, password, given);
        if (!plan.ok) return plan;
        return start(form, found.value, terminal.value, plan.value, to, way.carrier);
      },
    });
  }

  async function start(
    form: ClientForm,
    client: FoundClient,
    terminal: OpenableTerminal | null,
    plan: Plan,
    to: ClientTarget,
    carrier: Carrier,
  ): Promise<Result<Opened>> {
    if (plan.runsIn === 'window') {
      const opened = await launcher.openWindow(client, plan, form.name);
      return opened.ok ? succeed({ name: form.name, terminal: null, carrier }) : opened;
    }
    if (terminal === null) return fail('internal', `${form.name} has no terminal to run in.`);
    const opened = await terminal.open(plan, {
      program: client.where,
      clientName: form.name,
      banner: bannerOf(to, form.name),
    });
    return opened.ok ? succeed({ name: form.name, terminal: terminal.name, carrier }) : opened;
  }

  return {
    ...choices.requests,
    load: choices.load,
    find,
    programs: (): Programs => programs,

    /** Whether a client can be handed a token; where it cannot, it needs a gateway. */
    takesToken(id: ClientId): boolean {
      const form = formOf(id);
      const on = { platform: launcher.platform, foundIn: null };
      return form !== undefined && wayFor(form, 'direct', on) !== null;
    },

    /**
     * Opens a client that signs in to the gateway: it gets no token, and can connect again for as long as the
     * gateway listens.
     *
     * @param door opens the gateway, and gives its port and local password; asked when nothing else is in the way
     * @returns what `open` refuses, but for dialling and signing, and what the gateway refuses
     */
    async openThrough(
      target: OpenTarget,
      id: ClientId,
      door: () => Promise<Result<Door>>,
    ): Promise<Result<Opened & { readonly password: string }>> {
      const prepared = await prepare(target, id, 'gateway');
      if (!prepared.ok) return prepared;
      const at = await door();
      if (!at.ok) return at;
      const { port, password } = at.value;
      const { dial: _, caFile: __, ...named } = target;
      const to: ClientTarget = { ...named, host: GATEWAY_HOST, hostaddr: null, port, way: 'gateway' };
      const opened = await prepared.value.open(to, password);
      return opened.ok ? succeed({ ...opened.value, password }) : opened;
    },

    /**
     * Opens a client, signed in to the database itself. Everything that can be refused without a token is refused
     * before one is signed.
     *
     * @param sign makes the token and its lease
     * @returns `invalid-input` for a client that does not speak the target's protocol, `gateway-needed` for one that
     *   gets no token, and whatever finding, dialling, the launcher and the signing refuse
     */
    async open(
      target: OpenTarget,
      id: ClientId,
      sign: () => Promise<Result<{ token: string; lease: Lease }>>,
    ): Promise<Result<Opened & { readonly lease: Lease }>> {
      const prepared = await prepare(target, id, 'direct');
      if (!prepared.ok) return prepared;
      const where = await dialled(target, ports.resolve);
      if (!where.ok) return where;
      const signed = await sign();
      if (!signed.ok) return signed;
      const opened = await prepared.value.open(where.value, signed.value.token);
      return opened.ok ? succeed({ ...opened.value, lease: signed.value.lease }) : opened;
    },

    /**
     * What a client is told once, so that it keeps an entry for a connection's gateway.
     *
     * @param reserve chooses the gateway's port, or says which it has; asked when nothing else is in the way
     * @returns `client-not-found`, `invalid-input` for a client that does not speak the target's protocol,
     *   `not-allowed` for one that keeps no entry that Latchkey knows of, and what `reserve` refuses
     */
    async setUp(
      to: Omit<SetUpTarget, 'host' | 'port'>,
      id: ClientId,
      reserve: () => Promise<Result<number>>,
    ): Promise<Result<SetUpCard>> {
      const fits = fitting(to, id);
      if (!fits.ok) return fits;
      const { name, setUp } = fits.value;
      if (setUp === undefined) {
        return fail('not-allowed', `${name} keeps no entry that Latchkey could set up.`, {
          hint: '“How to connect” shows all that it has to be told.',
        });
      }
      const port = await reserve();
      if (!port.ok) return port;
      // the name of its file is checked here, for it is saved without the window having seen it
      return succeed(
        setUpCard.parse(setUp({ ...to, host: GATEWAY_HOST, port: port.value }, launcher.platform)),
      );
    },
  };
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
