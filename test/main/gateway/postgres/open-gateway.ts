import type { Duplex } from 'node:stream';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { postgresGateway } from '../../../../main/gateway/postgres/gateway.ts';
import type { LocalSignInMethod } from '../../../../main/gateway/postgres/local-sign-in.ts';
import type { Served, Session, Step } from '../../../../main/gateway/session.ts';
import { splice } from '../../../../main/gateway/splice.ts';
import { upstreamOf } from '../../../../main/gateway/upstream.ts';
import type { Issued } from '../../../sandbox/certificates.ts';

export const TOKEN = 'db.example:5432/?Action=connect&X-Amz-Signature=0123456789abcdef';
export const LOCAL_PASSWORD = 'local-Password-0123456789';

/** What a test may set; the rest is ordinary. */
export interface GatewayChoices {
  /** Where the database listens on 127.0.0.1. */
  readonly databasePort: number;
  readonly ca: string;
  readonly localSignIn?: LocalSignInMethod;
  readonly database?: string;
  readonly localTls?: Issued;
  readonly token?: () => Promise<Step<string>>;
  readonly explain?: NonNullable<Session['explain']>;
}

/** A gateway that listens, and what it was seen to do. */
export interface OpenGateway {
  readonly port: number;
  readonly seen: { dialled: number; tokens: number; wrong: number; programs: string[]; arrived: unknown[] };
  /** How the sessions ended, in that order; waits for this many. */
  readonly outcomes: (count: number) => Promise<readonly Served[]>;
  /** A client that has said nothing yet; errors are told by its end. */
  readonly connect: () => Promise<Socket>;
  readonly stop: () => Promise<void>;
}

/** A listener on loopback with the real dialling, TLS and splice. */
export async function openGateway(choices: GatewayChoices): Promise<OpenGateway> {
  const { localTls, databasePort, ca } = choices;
  const localEndpoint = {
    dbUser: 'dev_user',
    database: choices.database ?? '',
    localPassword: LOCAL_PASSWORD,
    localTls: localTls ? createSecureContext({ cert: localTls.certPem, key: localTls.keyPem }) : null,
  };
  const serve = postgresGateway(localEndpoint, { localSignIn: choices.localSignIn ?? 'scram' });
  const databaseAddress = { host: 'db.example', port: 5432 };
  const upstream = upstreamOf({
    address: databaseAddress,
    connectAddress: { host: '127.0.0.1', port: databasePort },
    ca,
  });
  const seen: OpenGateway['seen'] = { dialled: 0, tokens: 0, wrong: 0, programs: [], arrived: [] };
  const outcomes: Served[] = [];
  const open = new Set<Socket>();
  const waiting = new Set<() => void>();

  async function serveOne(client: Socket): Promise<void> {
    const dialled = new Set<Duplex>();
    open.add(client);
    client.on('error', () => undefined);
    client.once('close', () => {
      open.delete(client);
      if (outcome === null) for (const socket of dialled) socket.destroy();
    });
    let outcome: Served | null = null;
    outcome = await serve(client, {
      refusal: null,
      dial: (to) => {
        seen.dialled += 1;
        seen.arrived.push(to);
        return upstream.dial((socket) => dialled.add(socket), to);
      },
      secure: (socket) => upstream.secure(socket),
      token: () => {
        seen.tokens += 1;
        return choices.token?.() ?? Promise.resolve({ ok: true, value: TOKEN });
      },
      ...(choices.explain !== undefined && { explain: choices.explain }),
      identified: (program) => void seen.programs.push(program),
      wrongPassword: () => {
        seen.wrong += 1;
        return Promise.resolve();
      },
    });
    outcomes.push(outcome);
    for (const look of waiting) look();
    if (outcome.kind === 'relay') await splice(outcome.client, outcome.upstream);
    for (const socket of dialled) socket.destroy();
  }

  const server = createServer({ pauseOnConnect: true }, (client) => void serveOne(client));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clients = new Set<Duplex>();
  return {
    port,
    seen,
    outcomes: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (outcomes.length < count) return;
          waiting.delete(look);
          resolve(outcomes);
        };
        waiting.add(look);
        look();
      }),
    connect: async () => {
      const client = connect({ port, host: '127.0.0.1' });
      client.on('error', () => undefined);
      clients.add(client);
      await once(client, 'connect');
      return client;
    },
    stop: async () => {
      for (const socket of [...clients, ...open]) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
