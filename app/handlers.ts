import type { createClients } from './clients/service.ts';
import type { SetUpCard } from './clients/model.ts';
import type { OpenTarget } from './clients/ports.ts';
import type { SharedFiles } from './connections/ports.ts';
import type { CommandState } from './command/model.ts';
import type { CommandLink } from './command/ports.ts';
import type { createConnections } from './connections/service.ts';
import type { Connection } from './connections/model.ts';
import type { createCopyFormats, Subject } from './copy-formats/service.ts';
import type { Input, Notice, Output, Page, Snapshot } from './contract.ts';
import type { Handlers } from './dispatch.ts';
import type { createEndpoints } from './endpoints/service.ts';
import { fail, succeed, type Result } from './common/result.ts';
import { GATEWAY_HOST } from './gateway/model.ts';
import type { createGateway } from './gateway/service.ts';
import type { createProfiles } from './profiles/service.ts';
import type { createSettings } from './settings/service.ts';
import { targetOf, type SubjectRef } from './connect/target.ts';
import type { createTokens } from './tokens/service.ts';
import type { createUpdates } from './updates/service.ts';

type Nothing = Record<string, never>;

/** The modules that requests lead to, and what answers need beside them. */
export interface Modules {
  readonly about: Pick<Snapshot, 'host' | 'platform' | 'version'>;
  /** Resolves when there is something to show. */
  readonly started: () => Promise<void> | null;
  readonly profiles: ReturnType<typeof createProfiles>;
  readonly endpoints: ReturnType<typeof createEndpoints>;
  readonly connections: ReturnType<typeof createConnections>;
  readonly tokens: ReturnType<typeof createTokens>;
  readonly clients: ReturnType<typeof createClients>;
  readonly copyFormats: ReturnType<typeof createCopyFormats>;
  readonly gateway: ReturnType<typeof createGateway>;
  readonly settings: ReturnType<typeof createSettings>;
  readonly updates: ReturnType<typeof createUpdates>;
  readonly command: {
    readonly link: CommandLink | null;
    readonly state: () => CommandState | null;
    readonly set: (now: CommandState) => void;
  };
  readonly notices: { readonly list: () => Notice[]; readonly dismiss: (id: string) => void };
  /** A client with windows was opened: it is waited for at the connection's gateway. */
  readonly expectClient: (
    connectionId: string,
    names: { readonly client: string; readonly connection: string },
  ) => void;
  readonly saveFile: SharedFiles['save'];
  /** Puts a text on the clipboard: `clipboard-failed`. */
  readonly copyText: (text: string) => Promise<Result<Nothing>>;
  readonly openPage: (page: Page) => Promise<void>;
  readonly report: (where: string, cause: unknown) => void;
}

/** What answers each request. */
export function createHandlers(modules: Modules): Handlers {
  const { profiles, endpoints, connections, tokens, clients, copyFormats, gateway, settings, updates } =
    modules;
  const copy = modules.copyText;

  const find = (named: SubjectRef) =>
    targetOf(named, { endpoint: endpoints.find, connection: connections.find });

  /** A connection that was used moves up; that it could not be written down is no reason to say more. */
  function noteUse(named: SubjectRef): void {
    if (!('connectionId' in named)) return;
    connections.used(named.connectionId).catch((cause: unknown) => modules.report('background work', cause));
  }

  /** What a form is made for; a saved connection may go through its gateway. */
  function subjectOf(named: SubjectRef): Result<Subject> {
    const target = find(named);
    if (!target.ok) return target;
    return succeed({
      target: target.value,
      connectionId: 'connectionId' in named ? named.connectionId : null,
    });
  }

  async function open(request: Input<'clients:open'>): Promise<Result<Output<'clients:open'>>> {
    const target = find(request);
    if (!target.ok) return target;
    const { token, open: to } = target.value;
    if ('connectionId' in request) {
      const { connectionId, client } = request;
      if (gateway.routesThroughGateway(connectionId) || !clients.takesToken(client))
        return openThrough(request, to);
    }
    const opened = await clients.open(to, request.client, () => tokens.sign(token, request.client));
    if (!opened.ok) return opened;
    const { lease, terminal } = opened.value;
    tokens.record(lease);
    noteUse(request);
    return succeed({ lease, terminal, isPasted: false });
  }

  async function openThrough(
    request: { readonly connectionId: string; readonly client: string },
    to: OpenTarget,
  ): Promise<Result<Output<'clients:open'>>> {
    const { connectionId, client } = request;
    const opened = await clients.openThrough(to, client, () => gateway.gatewayEndpoint(connectionId));
    if (!opened.ok) return opened;
    noteUse(request);
    const { name, terminal, delivery, password } = opened.value;
    if (terminal === null) modules.expectClient(connectionId, { client: name, connection: to.name });
    const isPasted = delivery === 'paste';
    if (isPasted) {
      const copied = await tokens.copySecret(password);
      if (!copied.ok) return copied;
    }
    return succeed({ lease: null, terminal, isPasted });
  }

  async function setUp({ connectionId, client }: Input<'clients:set-up'>): Promise<Result<SetUpCard>> {
    const found = connections.find(connectionId);
    if (!found.ok) return found;
    const { id, name, family, dbUser, database, environment } = found.value;
    const command = modules.command.state();
    const program = command?.status === 'installed' ? command.link : command?.command;
    const passwordCommand = program === undefined ? null : [program, 'password', name];
    const to = { id, name, family, dbUser, database, environment, passwordCommand };
    return clients.setUp(to, client, () => gateway.reserve(connectionId));
  }

  /** The entry alone; `not-allowed` where the steps say all. */
  async function entryOf(request: Input<'clients:set-up'>): Promise<Result<{ file: string; text: string }>> {
    const made = await setUp(request);
    if (!made.ok) return made;
    const { entry } = made.value;
    return entry === null ? fail('not-allowed', 'There is no entry: the steps say all.') : succeed(entry);
  }

  async function copyOfGateway({ connectionId, what }: Input<'gateway:copy'>): Promise<Result<Nothing>> {
    const found = connections.find(connectionId);
    if (!found.ok) return found;
    if (what === 'password') {
      const got = await gateway.password(connectionId);
      return got.ok ? tokens.copySecret(got.value) : got;
    }
    const port = gateway.portOf(connectionId);
    if (port === null) {
      return fail('gateway-failed', 'This connection has no gateway yet.', { hint: 'Start it first.' });
    }
    if (what === 'url') {
      const subject = subjectOf({ connectionId });
      const options = { format: 'url', route: 'gateway', withSecret: false } as const;
      const copied = subject.ok ? await copyFormats.copy(subject.value, options) : subject;
      return copied.ok ? succeed({}) : copied;
    }
    return copy(gatewayText(found.value, port, what));
  }

  async function changeCommand(step: 'install' | 'remove'): Promise<Result<Nothing>> {
    const { link, set } = modules.command;
    if (link === null) return fail('not-allowed', 'The command cannot be installed here.');
    const changed = await link[step]();
    if (!changed.ok) return changed;
    set(changed.value);
    return succeed({});
  }

  return {
    'app:snapshot': async () => {
      // a window may be quicker than the files that its first picture needs
      await modules.started();
      return succeed({
        ...modules.about,
        profiles: profiles.list(),
        scans: endpoints.scans(),
        signIns: endpoints.signIns(),
        leases: tokens.leases(),
        connections: connections.list(),
        gateways: gateway.list(),
        settings: settings.current(),
        programs: clients.programs(),
        command: modules.command.state(),
        update: updates.current(),
        notices: modules.notices.list(),
      });
    },
    'app:open-page': async ({ page }) => {
      await modules.openPage(page);
      return succeed({});
    },
    'app:dismiss-notice': async ({ id }) => {
      modules.notices.dismiss(id);
      return succeed({});
    },
    'profiles:refresh': async ({ profile }) => {
      const refreshed = await profiles.refresh(profile);
      gateway.retry();
      return refreshed;
    },
    'profiles:copy-command': async ({ profile }) => {
      const command = profiles.command(profile);
      return command === null
        ? fail('profile-not-found', `Profile ${profile} needs no command.`)
        : copy(command);
    },
    'endpoints:refresh': async ({ only }) => {
      await (only === null ? endpoints.scanAll() : endpoints.scanOne(only));
      return succeed({});
    },
    'endpoints:remember': ({ endpointId, signIn }) => endpoints.remember(endpointId, signIn),
    'endpoints:copy-host': async ({ endpointId }) => {
      const host = endpoints.host(endpointId);
      return host.ok ? copy(host.value) : host;
    },
    'connections:save': ({ id, draft }) => connections.save(id, draft),
    'connections:duplicate': ({ connectionId }) => connections.duplicate(connectionId),
    'connections:remove': ({ connectionId }) => connections.remove(connectionId),
    'connections:restore': ({ connectionId }) => connections.restore(connectionId),
    'connections:pin': ({ connectionId, pinned }) => connections.pin(connectionId, pinned),
    'connections:move': ({ connectionId, before }) => connections.move(connectionId, before),
    'connections:copy-host': async ({ connectionId }) => {
      const found = connections.find(connectionId);
      return found.ok ? copy(found.value.address.host) : found;
    },
    'connections:choose-ca': () => connections.chooseCa(),
    'connections:export': ({ ids }) => connections.exportFile(ids),
    'connections:import': () => connections.importFile(),
    'connections:accept-import': ({ importId, leaveOut }) => connections.acceptImport(importId, leaveOut),
    'tokens:copy': async (named) => {
      const target = find(named);
      if (!target.ok) return target;
      const lease = await tokens.copy(target.value.token);
      if (lease.ok) noteUse(named);
      return lease;
    },
    'copy-as:preview': async ({ options, ...named }) => {
      const subject = subjectOf(named);
      return subject.ok ? copyFormats.preview(subject.value, options) : subject;
    },
    'copy-as:copy': async ({ options, ...named }) => {
      const subject = subjectOf(named);
      if (!subject.ok) return subject;
      const copied = await copyFormats.copy(subject.value, options);
      if (copied.ok) noteUse(named);
      return copied;
    },
    'gateway:start': ({ connectionId }) => gateway.start(connectionId),
    'gateway:stop': ({ connectionId }) => gateway.stop(connectionId),
    'gateway:change': ({ connectionId, change }) => gateway.change(connectionId, change),
    'gateway:password': async ({ connectionId }) => {
      const got = await gateway.password(connectionId);
      return got.ok ? succeed({ password: got.value.reveal() }) : got;
    },
    'gateway:copy': copyOfGateway,
    'gateway:renew-password': ({ connectionId }) => gateway.renewPassword(connectionId),
    'gateway:close-sessions': ({ connectionId, sessions }) => gateway.closeSessions(connectionId, sessions),
    'gateway:retry': async () => {
      gateway.retry();
      return succeed({});
    },
    'clients:open': open,
    'clients:refresh': async () => {
      await clients.find(true);
      return succeed({});
    },
    'clients:set-up': setUp,
    'clients:copy-set-up': async (request) => {
      const entry = await entryOf(request);
      return entry.ok ? copy(entry.value.text) : entry;
    },
    'clients:save-set-up': async (request) => {
      const entry = await entryOf(request);
      if (!entry.ok) return entry;
      const saved = await modules.saveFile(entry.value.file, entry.value.text, 'entry');
      return saved.ok ? succeed({ file: saved.value?.name ?? null }) : saved;
    },
    'clients:choose-path': ({ client }) => clients.choosePath(client),
    'clients:forget-path': ({ client }) => clients.forgetPath(client),
    'clients:choose-program': () => clients.chooseProgram(),
    'clients:save-own': ({ id, draft }) => clients.saveOwn(id, draft),
    'clients:remove-own': ({ id }) => clients.removeOwn(id),
    'command:install': () => changeCommand('install'),
    'command:remove': () => changeCommand('remove'),
    'settings:change': (change) => settings.change(change),
    'settings:choose-ca': () => settings.chooseCa(),
    'settings:forget-ca': () => settings.change({ caFile: null }),
    'updates:check': () => updates.check(),
    'updates:download': () => updates.download(),
    'updates:install': async () => updates.install(),
  };
}

/** What a client is told of a gateway, but for the password and the URL. */
function gatewayText(
  { dbUser, database }: Connection,
  port: number,
  what: 'host' | 'port' | 'user' | 'database',
): string {
  return { host: GATEWAY_HOST, port: String(port), user: dbUser, database }[what];
}
