import type { AppPorts } from '../../../app/create-app.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';
import { fail, succeed } from '../../../app/common/result.ts';
import type { ClientChoices, Programs } from '../../../app/clients/model.ts';
import type { Snapshot } from '../../../app/contract.ts';
import type { Endpoint, Scan } from '../../../app/endpoints/model.ts';
import type { Discovery } from '../../../app/endpoints/ports.ts';
import type { GatewayChoice } from '../../../app/gateway/model.ts';
import type { Profile } from '../../../app/profiles/model.ts';
import type { Lease, SignedToken } from '../../../app/tokens/model.ts';
import type { Page } from '../../../app/window/model.ts';
import { memoryPorts } from '../../app/memory-ports.ts';
import { memorySignIn } from '../../app/sign-in/memory-sign-in.ts';
import { configTextOf } from '../../app/profiles/config-of.ts';
import { memoryWriter, type MemoryTexts } from '../../app/profiles/memory-writer.ts';
import { described } from './described.ts';
import { memoryDoctor, wellLooks, type DoctorWorld } from './memory-doctor.ts';
import { memoryDisk } from './memory-disk.ts';
import { memoryLauncher } from './memory-launcher.ts';
import { memoryDevice } from './memory-device.ts';
import { HELD_PORT, memoryRelay, PORT_HOLDER } from './memory-relay.ts';
import { memorySsh } from './memory-ssh.ts';

/** The program that is chosen in the system's dialog. */
export const CHOSEN_PROGRAM = '/usr/local/bin/dbtool';

/** The local password of every connection, after so many renewals. */
export function passwordNow(renewals: number): string {
  return `k7Qp2mXv9RtLw4Zs8HdY3nB${renewals}`;
}

/** The token that signs a user in to a database on the machine. */
export function tokenFor({ address }: Pick<Endpoint, 'address'>, dbUser: string): string {
  return `${address?.host}:${address?.port}/?Action=connect&DBUser=${dbUser}&SECRET`;
}

/** Sections of AWS's files that make a profile what it is. */
const sections: Readonly<Record<Profile['kind'], Readonly<Record<string, string>>>> = {
  static: { aws_access_key_id: 'A', aws_secret_access_key: 's' },
  session: { aws_access_key_id: 'A', aws_secret_access_key: 's', aws_session_token: 't' },
  'assume-role': { role_arn: 'arn:aws:iam::123456789012:role/r', credential_source: 'Ec2InstanceMetadata' },
  sso: { sso_session: 'corp', sso_account_id: '123456789012', sso_role_name: 'Reader' },
  'web-identity': { role_arn: 'arn:aws:iam::1:role/r', web_identity_token_file: '/f' },
  process: { credential_process: 'p' },
  login: { login_session: 's' },
  incomplete: {},
};

/** What a machine is to come to say, and what it knows beside that. */
export interface Seed extends Snapshot {
  /** The client last opened, for each engine. */
  readonly lastUsed?: ClientChoices['last'];
}

/**
 * The ports of a machine on which the application comes to say what a snapshot says: files hold it, AWS answers it,
 * programs are there for it. What a snapshot says of tokens, gateways that listen and notices comes later.
 */
export function seededPorts(seed: Seed, send: AppPorts['emit']) {
  const disk = memoryDisk();
  /** What outside of Latchkey a test can change while it runs. */
  const world = {
    profiles: seed.profiles,
    /** What AWS's files hold once something was written into them. */
    awsTexts: null as MemoryTexts | null,
    scans: seed.scans,
    /** What the next tokens say of themselves; null: a quarter of an hour from now. */
    signed: null as Omit<SignedToken, 'token'> | null,
    /** The certificate file that is chosen in the system's dialog. */
    caFile: null as string | null,
    /** The file that is chosen to be imported; null: none. */
    importFile: null as { name: string; text: string } | null,
    /** What a file is saved as; null where the dialog is cancelled. */
    saveAs: (suggested: string): string | null => suggested,
    /** Whether databases answer from here without a tunnel. */
    isInReach: false,
    /** Ports that other programs hold, and none is free where all are. */
    heldPorts: new Set<number>([HELD_PORT]),
    isEveryPortHeld: false,
    /** What is said of a key store that does not open. */
    isKeyStoreLocked: false,
  };
  const doctor: DoctorWorld = {
    looks: wellLooks,
    silent: new Set(),
    rows: [],
    tellClock: () => undefined,
  };
  const renewals = new Map<string, number>();
  const saved: { readonly name: string; readonly text: string }[] = [];
  const pages: Page[] = [];
  const asked: string[] = [];
  const defects: unknown[] = [];
  /** Addresses that were allowed, each with its profile. */
  const confirmed: string[] = [];
  let serial = 0;

  const files = {
    settings: disk.file(seed.settings),
    connections: disk.file(seed.connections),
    seenResources: disk.file(seed.seenResources),
    signIns: disk.file(seed.signIns),
    gateways: disk.file(seed.gateways.map(choiceOf)),
    defaultRoutes: disk.file(seed.defaultRoutes),
    clients: disk.file({ ...clientChoicesOf(seed.programs), last: seed.lastUsed ?? {} }),
  };
  const relay = memoryRelay(world.heldPorts);
  const device = memoryDevice();
  const ssh = memorySsh();
  const programs = memoryLauncher(seed.platform, seed.programs);
  const profileOf = (name: string): Profile | undefined =>
    world.profiles.profiles.find((one) => one.name === name);
  const scanOf = ({ profile, region }: { profile: string; region: string }): Scan | undefined =>
    world.scans.find((one) => one.profile === profile && one.region === region);

  /** AWS's files: what was written into them; before that, what the profiles come to. */
  function awsTexts(): MemoryTexts {
    if (world.awsTexts !== null) return world.awsTexts;
    const { profiles } = world.profiles;
    const text = configTextOf(
      profiles.map(({ name, kind, region }) => ({
        name,
        section: {
          ...sections[kind],
          ...(kind === 'sso' && { sso_session: ssoSessionOf(name) }),
          ...(region === null ? {} : { region }),
        },
      })),
      [...new Set(profiles.flatMap(({ name, kind }) => (kind === 'sso' ? [ssoSessionOf(name)] : [])))].map(
        (name) => ({
          name,
          section: { sso_start_url: `https://${name}.awsapps.com/start`, sso_region: 'eu-west-1' },
        }),
      ),
    );
    return { config: text === '' ? null : text, credentials: null };
  }
  const writer = memoryWriter({
    get config() {
      return awsTexts().config;
    },
    set config(text) {
      world.awsTexts = { ...awsTexts(), config: text };
    },
    get credentials() {
      return awsTexts().credentials;
    },
    set credentials(text) {
      world.awsTexts = { ...awsTexts(), credentials: text };
    },
  });

  /** A call of discovery, all in one page. */
  const page: Discovery['page'] = async ({ call, scope }) => {
    const scan = scanOf(scope);
    if (call === 'DescribeDBInstances') asked.push(`${scope.profile} ${scope.region}`);
    const problem = scan?.problems.find((one) => one.call === call);
    if (problem !== undefined) return { ok: false, error: problem.error };
    if (call !== 'DescribeDBInstances' && call !== 'DescribeDBClusters') {
      return succeed({ found: {}, next: null });
    }
    const kind = call === 'DescribeDBInstances' ? 'instances' : 'clusters';
    return succeed({ found: { [kind]: described(scan?.endpoints ?? [])[kind] }, next: null });
  };

  const signIn = memorySignIn();
  /** The SSO session of a profile: the seed's, or one of those that nobody has signed in to. */
  const ssoSessionOf = (name: string): string =>
    seed.sso.sessions.find(({ profiles }) => profiles.includes(name))?.name ??
    (needsSignIn(seed.profiles.profiles.find((one) => one.name === name)) ? 'partner' : 'corp');
  const ssoStateOf = (session: string | null) => {
    const state = signIn.states.get(`session ${session}`);
    if (state !== undefined) return state;
    const seeded = seed.sso.sessions.find(({ name }) => name === session)?.state;
    if (seeded !== undefined && seeded.status !== 'checking') return seeded;
    return session === 'partner'
      ? ({ status: 'signed-out' } as const)
      : ({ status: 'signed-in', expiresAt: Date.now() + 5.5 * 3_600_000 } as const);
  };

  const passwordOf = (id: string) => {
    if (world.isKeyStoreLocked) {
      return fail('key-store-failed', 'The key store is locked.', { hint: 'Unlock it.' });
    }
    return succeed({ password: passwordNow(renewals.get(id) ?? 0), isReplaced: false });
  };
  const chooseFile = async () => succeed(world.caFile);
  const save = async (suggested: string, text: string) => {
    const room = disk.room();
    if (!room.ok) return room;
    const name = world.saveAs(suggested);
    if (name === null) return succeed(null);
    saved.push({ name, text });
    return succeed({ name });
  };

  let command = seed.command;
  const commandBecomes = async (status: 'installed' | 'absent') => {
    if (command === null) return fail('not-allowed', 'The command cannot be installed here.');
    command = { ...command, status };
    return succeed(command);
  };

  const { ports, seen } = memoryPorts({
    surroundings: {
      // the window's own time; what the application looks at now and then, a test asks for
      clock: { now: () => Date.now(), every: () => () => undefined },
      newId: () => `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
      emit: send,
      report: (where, cause) => void defects.push(`${where}: ${String(cause)}`),
    },
    mfa: { showWindow: () => void (device.shown += 1) },
    window: {
      host: seed.host,
      platform: seed.platform,
      version: seed.version,
      openPage: async (page) => void pages.push(page),
    },
    settings: { file: files.settings, chooseCaFile: chooseFile },
    profiles: {
      files: {
        read: async () => ({
          config: readAwsConfig({
            config: awsTexts().config ?? '',
            credentials: awsTexts().credentials ?? '',
          }),
          files: world.profiles.files,
          error: world.profiles.error,
        }),
        watch: () => () => undefined,
        async confirm(profile, addresses) {
          confirmed.push(...addresses.map((address) => `${profile} ${address}`));
          return succeed(null);
        },
      },
      writer,
      async load(name, mfa) {
        const state = profileOf(name)?.state;
        if (state === undefined) return fail('profile-not-found', `There is no profile ${name}.`);
        if (state.status === 'unusable') {
          return state.error.code === 'mfa-needed'
            ? mfa.session(device.needOf(name))
            : { ok: false, error: state.error };
        }
        if (state.status === 'checking') return new Promise(() => undefined);
        const keys = { accessKeyId: `AKIA${name}`, secretAccessKey: 's', sessionToken: null };
        return succeed({ ...keys, expiry: state.expiry });
      },
      async identify(name) {
        const identity = profileOf(name)?.identity ?? null;
        return identity === null ? fail('unreachable', 'AWS did not answer.') : succeed(identity);
      },
    },
    signIn: {
      ...signIn.ports,
      known: { ...signIn.ports.known, look: async ({ session }) => ssoStateOf(session) },
    },
    endpoints: {
      discovery: { page, forget: () => undefined },
      signInsFile: files.signIns,
    },
    connections: {
      file: files.connections,
      seenResourcesFile: files.seenResources,
      sharedFiles: { open: async () => succeed(world.importFile), save },
      chooseCaFile: chooseFile,
    },
    tokens: {
      sign: async ({ host, port, dbUser }) => ({
        token: tokenFor({ address: { host, port } }, dbUser),
        ...(world.signed ?? { signedAt: Date.now(), validUntil: Date.now() + 900_000 }),
      }),
    },
    tunnels: {
      ssh: ssh.ssh,
      defaultRoutesFile: files.defaultRoutes,
      answers: async () => world.isInReach,
    },
    gateway: {
      file: files.gateways,
      passwords: {
        get: async (id) => passwordOf(id),
        async renew(id) {
          if (!world.isKeyStoreLocked) renewals.set(id, (renewals.get(id) ?? 0) + 1);
          return passwordOf(id);
        },
        forget: async (ids) => ids.forEach((id) => renewals.delete(id)),
      },
      relay: relay.start,
      portIsFree: async (port) => !world.isEveryPortHeld && !world.heldPorts.has(port),
      portHolder: async () => PORT_HOLDER,
    },
    doctor: memoryDoctor(doctor),
    clients: {
      launcher: programs.launcher,
      choicesFile: files.clients,
      chooseProgram: async () => succeed(CHOSEN_PROGRAM),
      // a machine that knows itself alone
      resolveHost: async (host) => (host === '127.0.0.1' ? ['127.0.0.1'] : []),
    },
    connect: {
      resolveHost: async (host) => (host === '127.0.0.1' ? ['127.0.0.1'] : []),
      saveFile: save,
    },
    command: {
      link:
        seed.command === null
          ? null
          : {
              look: async () => command ?? Promise.reject(new Error('no command')),
              install: () => commandBecomes('installed'),
              remove: () => commandBecomes('absent'),
            },
    },
  });

  return {
    ports,
    world,
    /** What the doctor's checks see. */
    doctor,
    files,
    disk,
    relay,
    signIn,
    programs,
    device,
    ssh,
    clipboard: seen,
    /** Files that were saved through a dialog. */
    saved,
    /** Pages that were opened in the browser. */
    pages,
    /** Which profile and region AWS was asked for, in order. */
    asked,
    /** What was reported as a defect. */
    defects,
    confirmed,
  };
}

function needsSignIn(profile: Profile | undefined): boolean {
  return profile?.state.status === 'unusable' && profile.state.error.code === 'sign-in-needed';
}

function choiceOf(gateway: Snapshot['gateways'][number]): GatewayChoice {
  const { state: _, error: __, sessions: ___, sessionCount: ____, ...rest } = gateway;
  const { waitingFor: _____, lastFailure: ______, tunnel: _______, ...choice } = rest;
  return choice;
}

function clientChoicesOf({ clients, own }: Programs): ClientChoices {
  const isOwn = (id: string): boolean => own.some((one) => one.id === id);
  const paths = clients
    .filter(({ id, isPathSet }) => isPathSet && !isOwn(id))
    .map(({ id, found }) => [id, found ?? `/opt/${id}/${id}`]);
  return { paths: Object.fromEntries(paths), own };
}

/** A lease as whoever signs says it: when the token was made, and until when it says to be valid. */
export function signedOf({ signedAt, expiresAt, limitedBy }: Lease): Omit<SignedToken, 'token'> {
  return { signedAt, validUntil: limitedBy === 'token' ? expiresAt : signedAt + 900_000 };
}
