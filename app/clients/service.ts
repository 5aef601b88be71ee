import { fail, succeed, type Result } from '../common/result.ts';
import { Secret } from '../common/secret.ts';
import { GATEWAY_HOST } from '../gateway/model.ts';
import type { EngineFamily } from '../endpoints/model.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Lease } from '../tokens/model.ts';
import { createAwsCli } from './aws-cli.ts';
import { bannerOf } from './banner.ts';
import { catalogue } from './catalogue/catalogue.ts';
import type { Delivery, ClientDefinition, SetUpTarget } from './catalogue/definition.ts';
import { createChoices } from './choices.ts';
import { resolveConnectAddress } from './connect-address.ts';
import { describeClient } from './describe.ts';
import { setUpCard, type ClientChoices, type ClientId, type Programs, type SetUpCard } from './model.ts';
import { createCallerTerminal } from './caller-terminal.ts';
import { definitionOfOwn } from './own.ts';
import { createPreparing, type Prepared } from './prepare.ts';
import { throughGateway, type GatewayEndpoint } from './through-gateway.ts';
import type {
  ClientLauncher,
  ClientTarget,
  CurrentClientSettings,
  FailedAtOnce,
  OpenableTerminal,
  OpenTarget,
  ResolveHost,
} from './ports.ts';
import { launchMethodFor } from './launch-method.ts';

/** What the clients module needs from outside. */
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
  readonly delivery: Delivery;
}

/** Told of a client in a terminal that failed as soon as it had started. */
export type OnClientFailed = (failure: FailedAtOnce & { readonly client: string }) => void;

/** The use cases around SQL clients. */
export function createClients(ports: ClientsPorts) {
  const { launcher } = ports;
  let programs: Programs = { clients: [], terminals: [], own: [] };
  const choices = createChoices({ ...ports, platform: launcher.platform }, () => find(true));

  const definitions = (): readonly ClientDefinition[] => [
    ...catalogue,
    ...choices.current().own.map(definitionOfOwn),
  ];
  const definitionOf = (id: ClientId): ClientDefinition | undefined =>
    definitions().find((definition) => definition.id === id);

  /** Where the user says that a client is; null where they do not. */
  function setPathOf(id: ClientId): string | null {
    const { paths, own } = choices.current();
    return paths[id] ?? own.find((one) => one.id === id)?.program ?? null;
  }

  const { fitting, prepare } = createPreparing({
    launcher,
    definitions,
    setPathOf,
    caFile: () => ports.currentSettings().caFile,
  });

  /**
   * Looks for every client and terminal on this machine.
   *
   * @param withVersions whether programs are run to ask them for their version: not at the start, where nobody reads it
   */
  async function find(withVersions: boolean): Promise<Programs> {
    const describe = (definition: ClientDefinition) =>
      describeClient(definition, setPathOf(definition.id), launcher, withVersions);
    const [terminals, clients] = await Promise.all([
      launcher.terminals(),
      Promise.all(definitions().map(describe)),
    ]);
    programs = { clients, terminals, own: choices.current().own };
    ports.onChanged(programs);
    return programs;
  }

  /** A client that waits for a password, and the terminal that it is to run in; null where it has windows of its own. */
  async function ready(target: OpenTarget, id: ClientId, route: ClientTarget['route']) {
    const prepared = await prepare(target, id, route);
    if (!prepared.ok) return prepared;
    const inTerminal = prepared.value.definition.runsIn === 'terminal';
    const terminal = inTerminal ? await launcher.terminal(ports.currentSettings().terminal) : succeed(null);
    return terminal.ok ? succeed({ ...prepared.value, terminal: terminal.value }) : terminal;
  }

  async function start(
    {
      definition,
      client,
      delivery,
      terminal,
      plan,
    }: Prepared & { readonly terminal: OpenableTerminal | null },
    to: ClientTarget,
    password: string,
    onFailed: OnClientFailed | undefined,
  ): Promise<Result<Opened>> {
    const planned = plan(to, password);
    if (!planned.ok) return planned;
    const { name } = definition;
    if (planned.value.runsIn === 'window') {
      const opened = await launcher.openWindow(client, planned.value, name);
      return opened.ok ? succeed({ name, terminal: null, delivery }) : opened;
    }
    if (terminal === null) return fail('internal', `${name} has no terminal to run in.`);
    const subject = {
      program: client.where,
      clientName: name,
      banner: bannerOf(to, name),
      ...(onFailed !== undefined && {
        onFailedAtOnce: (end: FailedAtOnce) => onFailed({ client: name, ...end }),
      }),
    };
    const opened = await terminal.open(planned.value, subject);
    return opened.ok ? succeed({ name, terminal: terminal.name, delivery }) : opened;
  }

  return {
    ...choices.requests,
    ...createCallerTerminal({ ...ports, prepare }),
    ...createAwsCli(ports),
    load: choices.load,
    noteUsed: choices.noteUsed,
    /** The client last opened for an engine; null before any was. */
    lastUsed: (family: EngineFamily): ClientId | null => choices.current().last?.[family] ?? null,
    find,
    programs: (): Programs => programs,

    /** Whether a client can be handed a token; where it cannot, it needs a gateway. */
    takesToken(id: ClientId): boolean {
      const definition = definitionOf(id);
      const on = { platform: launcher.platform, foundIn: null };
      return definition !== undefined && launchMethodFor(definition, 'direct', on) !== null;
    },

    /**
     * Opens a client that logs in to the gateway: it gets no token, and can connect again for as long as the
     * gateway listens.
     *
     * @param gatewayEndpoint opens the gateway, and gives its port and local password; asked when nothing else is in the way
     * @returns what `open` refuses, but for dialling and signing, and what the gateway refuses
     */
    async openThrough(
      target: OpenTarget,
      id: ClientId,
      gatewayEndpoint: () => Promise<Result<GatewayEndpoint>>,
      onFailed?: OnClientFailed,
    ): Promise<Result<Opened & { readonly password: Secret }>> {
      const prepared = await ready(target, id, 'gateway');
      if (!prepared.ok) return prepared;
      const at = await gatewayEndpoint();
      if (!at.ok) return at;
      const { password } = at.value;
      const opened = await start(prepared.value, throughGateway(target, at.value), password, onFailed);
      return opened.ok ? succeed({ ...opened.value, password: new Secret(password) }) : opened;
    },

    /**
     * Opens a client, logged in to the database itself. Everything that can be refused without a token is refused
     * before one is signed.
     *
     * @param sign makes the token and its lease
     * @param onFailed told where a client in a terminal fails as soon as it has started
     * @returns `invalid-input` for a client that does not speak the target's protocol, `gateway-needed` for one that
     *   gets no token, and whatever finding, dialling, the launcher and the signing refuse
     */
    async open(
      target: OpenTarget,
      id: ClientId,
      sign: () => Promise<Result<{ token: string; lease: Lease }>>,
      onFailed?: OnClientFailed,
    ): Promise<Result<Opened & { readonly lease: Lease }>> {
      const prepared = await ready(target, id, 'direct');
      if (!prepared.ok) return prepared;
      const where = await resolveConnectAddress(target, ports.resolve);
      if (!where.ok) return where;
      const signed = await sign();
      if (!signed.ok) return signed;
      const opened = await start(prepared.value, where.value, signed.value.token, onFailed);
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
          hint: '“How to connect” shows everything that it needs.',
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
