import { z } from 'zod';
import { clientId, ownDraft, programs, setUpCard } from './clients/model.ts';
import { commandState } from './command/model.ts';
import { preview, options } from './copy-formats/model.ts';
import { connection, connectionId, connections, draft, importPreview } from './connections/model.ts';
import { databaseName, databaseUser, endpointId, regionCode, scan, signIn } from './endpoints/model.ts';
import { failure } from './common/result.ts';
import { gatewayChange, gateways } from './gateway/model.ts';
import { profileList, profileName } from './profiles/model.ts';
import { settings } from './settings/model.ts';
import { lease } from './tokens/model.ts';
import { updateState } from './updates/model.ts';

/** Something that happened to the user's own files and that they should know, such as a file set aside. */
export const notice = z.strictObject({ id: z.string().max(128), error: failure });

/** Something the user should know that no request of theirs caused. */
export type Notice = z.infer<typeof notice>;

/** Everything that the interface shows; it asks once and then mirrors events. */
export const snapshot = z.strictObject({
  host: z.enum(['electron', 'chromium']),
  platform: z.enum(['darwin', 'win32', 'linux']),
  version: z.string().max(64),
  profiles: profileList,
  scans: z.array(scan).max(4_000),
  signIns: z.record(endpointId, signIn),
  leases: z.array(lease).max(10_000),
  connections,
  settings,
  gateways,
  programs,
  /** Null where the command cannot be made a word that a terminal knows. */
  command: commandState.nullable(),
  update: updateState,
  notices: z.array(notice).max(64),
});

/** Everything that the interface shows. */
export type Snapshot = z.infer<typeof snapshot>;

/** Pages that Latchkey can open in the browser: names here, addresses only in main. */
export const page = z.enum([
  'iam-authentication',
  'iam-policy',
  'database-user',
  'sso',
  'install-psql',
  'install-mysql',
]);

/** A page that Latchkey can open in the browser. */
export type Page = z.infer<typeof page>;

const target = { endpointId, dbUser: databaseUser };
const saved = { connectionId };
const nothing = z.strictObject({});
const formatRequest = z.union([
  z.strictObject({ ...target, database: databaseName, options }),
  z.strictObject({ ...saved, options }),
]);

/**
 * Every request that the interface can make: its input and the value of its reply. Unknown keys are
 * refused in both directions. Both sides' typed wrappers derive from this map.
 */
export const requests = {
  'app:snapshot': { input: nothing, output: snapshot },
  'app:open-page': { input: z.strictObject({ page }), output: nothing },
  'app:dismiss-notice': { input: z.strictObject({ id: z.string().max(128) }), output: nothing },
  /** Reads AWS's files again and asks each profile, or the one named, who it is. */
  'profiles:refresh': { input: z.strictObject({ profile: profileName.nullable() }), output: nothing },
  /** Copies the command that an unusable profile says to run. */
  'profiles:copy-command': { input: z.strictObject({ profile: profileName }), output: nothing },
  /** Scans every profile and region, or the one named, again. */
  'endpoints:refresh': {
    input: z.strictObject({ only: z.strictObject({ profile: profileName, region: regionCode }).nullable() }),
    output: nothing,
  },
  'endpoints:remember': { input: z.strictObject({ endpointId, signIn }), output: nothing },
  'endpoints:copy-host': { input: z.strictObject({ endpointId }), output: nothing },
  /** Makes a connection (`id` null) or changes one. */
  'connections:save': { input: z.strictObject({ id: connectionId.nullable(), draft }), output: connection },
  'connections:duplicate': { input: z.strictObject(saved), output: connection },
  'connections:remove': { input: z.strictObject(saved), output: nothing },
  /** Takes the removal of a connection back, for as long as Latchkey runs. */
  'connections:restore': { input: z.strictObject(saved), output: nothing },
  'connections:pin': { input: z.strictObject({ ...saved, pinned: z.boolean() }), output: nothing },
  /** Puts a connection before another, or last. */
  'connections:move': {
    input: z.strictObject({ ...saved, before: connectionId.nullable() }),
    output: nothing,
  },
  'connections:copy-host': { input: z.strictObject(saved), output: nothing },
  /** Asks for a PEM file in a dialog of main's own; the path that it gives may be saved. */
  'connections:choose-ca': {
    input: nothing,
    output: z.strictObject({ caFile: z.string().max(4_096).nullable() }),
  },
  /** Writes connections (all, where null) to a file of the user's choice; null where they chose none. */
  'connections:export': {
    input: z.strictObject({ ids: z.array(connectionId).max(5_000).nullable() }),
    output: z.strictObject({ file: z.string().max(256).nullable(), count: z.int().min(0) }),
  },
  /** Reads a file of the user's choice and says what accepting it would do; null where they chose none. */
  'connections:import': { input: nothing, output: z.strictObject({ preview: importPreview.nullable() }) },
  /** Does what the preview said, but for the entries that the user left out. */
  'connections:accept-import': {
    input: z.strictObject({ importId: z.uuid(), leaveOut: z.array(connectionId).max(5_000) }),
    output: z.strictObject({ added: z.int().min(0), changed: z.int().min(0) }),
  },
  'tokens:copy': { input: z.union([z.strictObject(target), z.strictObject(saved)]), output: lease },
  /** A form as it would be copied, without the secret that it would hold. */
  'copy-as:preview': { input: formatRequest, output: preview },
  /** Copies a form; the lease is that of the token in it, null where it holds none. */
  'copy-as:copy': { input: formatRequest, output: z.strictObject({ lease: lease.nullable() }) },
  'clients:open': {
    input: z.union([
      z.strictObject({ ...target, database: databaseName, client: clientId }),
      z.strictObject({ ...saved, client: clientId }),
    ]),
    /** No lease where the client signs in through the gateway: it has no token then. */
    output: z.strictObject({
      lease: lease.nullable(),
      /** Null for a client with windows of its own. */
      terminal: z.string().max(128).nullable(),
      /** Whether the local password is on the clipboard, to be pasted. */
      isPasted: z.boolean(),
    }),
  },
  /** Looks for clients and terminals again, and asks programs for their versions. */
  'clients:refresh': { input: nothing, output: nothing },
  /** What a client is told once, so that it keeps an entry; the port of the connection's gateway is chosen with it. */
  'clients:set-up': { input: z.strictObject({ ...saved, client: clientId }), output: setUpCard },
  /** Copies the entry of it. */
  'clients:copy-set-up': { input: z.strictObject({ ...saved, client: clientId }), output: nothing },
  /** Writes the entry to a file of the user's choice; null where they chose none. */
  'clients:save-set-up': {
    input: z.strictObject({ ...saved, client: clientId }),
    output: z.strictObject({ file: z.string().max(256).nullable() }),
  },
  /** Asks where a client is, in a dialog of main's own. */
  'clients:choose-path': { input: z.strictObject({ client: clientId }), output: nothing },
  /** Lets Latchkey look for a client again. */
  'clients:forget-path': { input: z.strictObject({ client: clientId }), output: nothing },
  /** Asks for the program of a client of the user's own; null where they chose none. */
  'clients:choose-program': {
    input: nothing,
    output: z.strictObject({ program: z.string().max(4_096).nullable() }),
  },
  /** Makes a client of the user's own (`id` null) or changes one. */
  'clients:save-own': {
    input: z.strictObject({ id: clientId.nullable(), draft: ownDraft }),
    output: nothing,
  },
  'clients:remove-own': { input: z.strictObject({ id: clientId }), output: nothing },
  /** Listens for a connection's clients; the port is chosen the first time. */
  'gateway:start': { input: z.strictObject(saved), output: nothing },
  /** Stops listening, and closes its sessions. */
  'gateway:stop': { input: z.strictObject(saved), output: nothing },
  /** Changes what is named. */
  'gateway:change': { input: z.strictObject({ ...saved, change: gatewayChange }), output: nothing },
  /** Shows the local password, which is worth nothing at the database. */
  'gateway:password': {
    input: z.strictObject(saved),
    output: z.strictObject({ password: z.string().max(128) }),
  },
  /** Copies one of the things that a client is to be told. */
  'gateway:copy': {
    input: z.strictObject({
      ...saved,
      what: z.enum(['host', 'port', 'user', 'password', 'database', 'url']),
    }),
    output: nothing,
  },
  /** Makes a new local password; what clients have saved stops working, open sessions go on. */
  'gateway:renew-password': { input: z.strictObject(saved), output: nothing },
  /** Closes sessions, or all of the connection's where null. */
  'gateway:close-sessions': {
    input: z.strictObject({ ...saved, sessions: z.array(z.int().min(1)).max(1_000).nullable() }),
    output: nothing,
  },
  /** Looks at once whether the clients that wait for a sign-in can be let in. */
  'gateway:retry': { input: nothing, output: nothing },
  /** Makes `latchkey` a word that a terminal knows, by a link in a folder of the user's own. */
  'command:install': { input: nothing, output: nothing },
  'command:remove': { input: nothing, output: nothing },
  /** Changes the settings that are named; the CA file is chosen with `settings:choose-ca`. */
  'settings:change': { input: settings.omit({ caFile: true }).partial(), output: nothing },
  /** Asks for a PEM file in a dialog of main's own. */
  'settings:choose-ca': { input: nothing, output: nothing },
  /** Goes back to RDS's own certificates. */
  'settings:forget-ca': { input: nothing, output: nothing },
  /** Asks whether there is a newer Latchkey; each further step is asked for too. */
  'updates:check': { input: nothing, output: nothing },
  'updates:download': { input: nothing, output: nothing },
  /** Quits, and starts the new one. */
  'updates:install': { input: nothing, output: nothing },
} as const;

/** Everything that main says unasked. A payload replaces what the interface knew of its subject. */
export const events = {
  'profiles:changed': profileList,
  'endpoints:scanned': scan,
  'endpoints:removed': z.strictObject({ profile: profileName, region: regionCode }),
  'endpoints:remembered': z.strictObject({ endpointId, signIn }),
  'connections:changed': connections,
  'tokens:leases': z.array(lease).max(10_000),
  'clients:changed': programs,
  'gateway:changed': gateways,
  'command:changed': commandState,
  'settings:changed': settings,
  'updates:changed': updateState,
  'app:notices': z.array(notice).max(64),
  /** A choice in the application menu. */
  'app:menu': z.strictObject({
    command: z.enum([
      'palette',
      'search',
      'new-connection',
      'import',
      'export',
      'refresh',
      'settings',
      'shortcuts',
    ]),
  }),
} as const;

/** The name of a request. */
export type Channel = keyof typeof requests;
/** What a request takes. */
export type Input<C extends Channel> = z.infer<(typeof requests)[C]['input']>;
/** What a request gives when it succeeds. */
export type Output<C extends Channel> = z.infer<(typeof requests)[C]['output']>;
/** The name of an event. */
export type EventName = keyof typeof events;
/** What an event carries. */
export type Payload<E extends EventName> = z.infer<(typeof events)[E]>;

/** What crosses the boundary in answer to a request; no stack, no token. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof failure> };

type Ask<C extends Channel> = (input: Input<C>) => Promise<Reply<Output<C>>>;
type Listen<E extends EventName> = (listener: (payload: Payload<E>) => void) => () => void;

/** The bridge that the preload script puts on `window.latchkey`: named methods only. */
export interface Bridge {
  app: {
    snapshot: Ask<'app:snapshot'>;
    openPage: Ask<'app:open-page'>;
    dismissNotice: Ask<'app:dismiss-notice'>;
    onNotices: Listen<'app:notices'>;
    onMenu: Listen<'app:menu'>;
  };
  profiles: {
    refresh: Ask<'profiles:refresh'>;
    copyCommand: Ask<'profiles:copy-command'>;
    onChanged: Listen<'profiles:changed'>;
  };
  endpoints: {
    refresh: Ask<'endpoints:refresh'>;
    remember: Ask<'endpoints:remember'>;
    copyHost: Ask<'endpoints:copy-host'>;
    onScanned: Listen<'endpoints:scanned'>;
    onRemoved: Listen<'endpoints:removed'>;
    onRemembered: Listen<'endpoints:remembered'>;
  };
  connections: {
    save: Ask<'connections:save'>;
    duplicate: Ask<'connections:duplicate'>;
    remove: Ask<'connections:remove'>;
    restore: Ask<'connections:restore'>;
    pin: Ask<'connections:pin'>;
    move: Ask<'connections:move'>;
    copyHost: Ask<'connections:copy-host'>;
    chooseCa: Ask<'connections:choose-ca'>;
    export: Ask<'connections:export'>;
    import: Ask<'connections:import'>;
    acceptImport: Ask<'connections:accept-import'>;
    onChanged: Listen<'connections:changed'>;
  };
  tokens: { copy: Ask<'tokens:copy'>; onLeases: Listen<'tokens:leases'> };
  copyFormats: { preview: Ask<'copy-as:preview'>; copy: Ask<'copy-as:copy'> };
  clients: {
    open: Ask<'clients:open'>;
    setUp: Ask<'clients:set-up'>;
    copySetUp: Ask<'clients:copy-set-up'>;
    saveSetUp: Ask<'clients:save-set-up'>;
    choosePath: Ask<'clients:choose-path'>;
    forgetPath: Ask<'clients:forget-path'>;
    chooseProgram: Ask<'clients:choose-program'>;
    saveOwn: Ask<'clients:save-own'>;
    removeOwn: Ask<'clients:remove-own'>;
    refresh: Ask<'clients:refresh'>;
    onChanged: Listen<'clients:changed'>;
  };
  gateway: {
    start: Ask<'gateway:start'>;
    stop: Ask<'gateway:stop'>;
    change: Ask<'gateway:change'>;
    password: Ask<'gateway:password'>;
    copy: Ask<'gateway:copy'>;
    renewPassword: Ask<'gateway:renew-password'>;
    closeSessions: Ask<'gateway:close-sessions'>;
    retry: Ask<'gateway:retry'>;
    onChanged: Listen<'gateway:changed'>;
  };
  command: {
    install: Ask<'command:install'>;
    remove: Ask<'command:remove'>;
    onChanged: Listen<'command:changed'>;
  };
  settings: {
    change: Ask<'settings:change'>;
    chooseCa: Ask<'settings:choose-ca'>;
    forgetCa: Ask<'settings:forget-ca'>;
    onChanged: Listen<'settings:changed'>;
  };
  updates: {
    check: Ask<'updates:check'>;
    download: Ask<'updates:download'>;
    install: Ask<'updates:install'>;
    onChanged: Listen<'updates:changed'>;
  };
}
