import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientsNow, Listening, Relay, RelayEvents } from '../../app/gateway/ports.ts';
import { succeed, type Result } from '../../app/common/result.ts';
import { startChildProcess } from '../../main/gateway/child-process.ts';
import { relayProcess } from '../../main/gateway/relay-process.ts';
import { signToken } from '../../main/tokens/sign-token.ts';
import { localCertificate } from '../../main/gateway/local-certificate.ts';
import type { Identity } from '../sandbox/identity.ts';
import { builtRelay } from './built-relay.ts';
import type { Lab, LabDatabase } from './lab.ts';
import { freePorts } from './server-process.ts';

/** A gateway to one of the lab's databases, in a relay's process of its own. */
export interface LabGateway {
  readonly port: number;
  readonly password: string;
  readonly relay: Relay;
  readonly listening: Listening;
  /** How many tokens were asked for. */
  readonly tokens: () => number;
  /** Logs in another way from now on. */
  readonly signWith: (sign: (gone: { readonly aborted: boolean }) => Promise<Result<string>>) => void;
  /** The certificate of the local side, PEM; empty where it has no TLS. */
  readonly certificate: () => string;
  /** What the relay last said of the clients. */
  readonly clients: () => ClientsNow | null;
  /** One more gateway in the same relay: another port, and what else is to be other. */
  readonly beside: (
    other: Partial<Listening>,
  ) => Promise<{ readonly port: number; readonly password: string }>;
  readonly died: () => boolean;
  readonly stop: () => Promise<void>;
}

/** A token for a database of the lab, as Latchkey signs it. */
export async function labToken(
  to: Pick<LabDatabase, 'port' | 'region'> & { readonly host: string },
  identity: Identity,
  user: string,
): Promise<string> {
  const { accessKeyId, secretAccessKey, sessionToken = null } = identity;
  const { host, port, region } = to;
  const credentials = { accessKeyId, secretAccessKey, sessionToken, expiry: { kind: 'never' } } as const;
  return (await signToken({ host, port, region, dbUser: user }, credentials)).token;
}

/** Starts a gateway to a database of the lab, logged in as the lab's application user with a long token. */
export async function startLabGateway(
  lab: Pick<Lab, 'caFile' | 'users' | 'identities' | 'postgres' | 'mariadb'>,
  engine: 'postgres' | 'mariadb',
  over: Partial<Listening> & {
    readonly built?: string;
    readonly sessions?: NonNullable<RelayEvents['onSessionWanted']>;
    readonly proxies?: NonNullable<RelayEvents['onProxiesWanted']>;
    readonly onSessionEnded?: NonNullable<RelayEvents['onSessionEnded']>;
  } = {},
): Promise<LabGateway> {
  const { built = builtRelay, sessions, proxies, onSessionEnded, ...other } = over;
  const to = lab[engine];
  const [port = 0] = await freePorts(1);
  const listening: Listening = {
    connectionId: `lab-${engine}`,
    port,
    family: engine,
    dbUser: lab.users.app,
    database: to.database,
    localPassword: 'Local1Password2Of3Lab',
    localSignIn: 'scram',
    admits: 'own-user',
    localTls: false,
    address: { host: to.host, port: to.port },
    connectAddress: { host: to.host, port: to.port },
    caFile: lab.caFile,
    tunnel: null,
    ...other,
  };
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-gateway-'));
  let tokens = 0;
  let certificate = '';
  let clients: ClientsNow | null = null;
  let besides = 0;
  let died = false;
  let sign: (gone: { readonly aborted: boolean }) => Promise<Result<string>> = async () =>
    succeed(await labToken(to, lab.identities.session, lab.users.app));
  const relay = relayProcess(
    {
      start: startChildProcess(built),
      caBundle: async (file) => succeed(file ?? lab.caFile),
      async localCertificate() {
        const made = await localCertificate(folder, Date.now());
        if (made.ok) certificate = made.value.cert;
        return made;
      },
      holderOf: async () => null,
      report: (where, cause) => console.error(where, cause),
      log: { info: () => undefined },
    },
    {
      onTokenWanted(_id, gone) {
        tokens += 1;
        return sign(gone);
      },
      onClients(now) {
        if (now.connectionId === listening.connectionId) clients = now;
      },
      ...(sessions !== undefined && { onSessionWanted: sessions }),
      ...(proxies !== undefined && { onProxiesWanted: proxies }),
      ...(onSessionEnded !== undefined && { onSessionEnded }),
      onDied: () => (died = true),
    },
  );
  const listen = async (to: Listening): Promise<void> => {
    const started = await relay.listen(to);
    if (!started.ok) throw new Error(started.error.message);
  };
  await listen(listening);
  return {
    port,
    password: listening.localPassword,
    relay,
    listening,
    tokens: () => tokens,
    signWith: (next) => (sign = next),
    certificate: () => certificate,
    clients: () => clients,
    async beside(another) {
      const [own = 0] = await freePorts(1);
      besides += 1;
      const to = {
        ...listening,
        connectionId: `${listening.connectionId}-${besides}`,
        port: own,
        ...another,
      };
      await listen(to);
      return { port: to.port, password: to.localPassword };
    },
    died: () => died,
    async stop() {
      await relay.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
