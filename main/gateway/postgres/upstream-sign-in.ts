import type { Duplex } from 'node:stream';
import type { Refusal, Session } from '../session.ts';
import { parseError, postgresRefusal, withHint } from './error-response.ts';
import { authentication } from './local-sign-in.ts';
import { encodeMessage, readMessage, send, type Message } from './messages.ts';

/** Between whom, and as whom. The startup message has been sent. */
export interface UpstreamSignIn {
  readonly client: Duplex;
  readonly upstream: Duplex;
  readonly dbUser: string;
  readonly token: string;
  /** Finds out why the database refuses. */
  readonly explain?: Session['explain'];
  /** Called with the body of BackendKeyData. */
  readonly onKey: (key: Buffer) => void;
  /** Called with what the server says of its version. */
  readonly onVersion: (serverVersion: string) => void;
}

/** Signed in, or why not, and the last bytes that the client is to get. */
export type UpstreamVerdict =
  | { readonly kind: 'in' }
  /** The server does not have the protocol's version that the client was promised. */
  | { readonly kind: 'older' }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly answer: Buffer }
  | { readonly kind: 'gone' };

/** The longest message that a server may send here, in bytes: notices of login triggers are the longest. */
const MOST = 1_000_000;

const CAUSES =
  'Check that the user has rds_iam, that its policy allows rds-db:connect, that IAM authentication is on, and that this clock is right.';

/**
 * Signs in with the token, and passes the server's messages on to the client, up to and with ReadyForQuery.
 * What the server sends after that is left in the stream.
 * Source: PostgreSQL documentation, "Message Flow", "Start-up".
 */
export async function signInUpstream(on: UpstreamSignIn): Promise<UpstreamVerdict> {
  const { client, upstream } = on;
  let stage: 'asked' | 'token-sent' | 'in' = 'asked';
  let passing: Buffer[] = [];
  const flush = (): Promise<void> => {
    const bytes = Buffer.concat(passing);
    passing = [];
    return bytes.length === 0 ? Promise.resolve() : send(client, bytes);
  };
  const refused = (refusal: Refusal, answer = postgresRefusal(refusal)): UpstreamVerdict => ({
    kind: 'refused',
    refusal,
    answer: Buffer.concat([...passing, answer]),
  });
  for (;;) {
    // small messages that came together go on together
    if (upstream.readableLength === 0) await flush();
    if (client.destroyed) return { kind: 'gone' };
    const message = await readMessage(upstream, MOST);
    if (message === 'gone') return client.destroyed ? { kind: 'gone' } : refused(CLOSED);
    if (message === 'malformed') return refused(NOT_POSTGRES);
    switch (message.type) {
      case 'R': {
        const kind = message.body.length < 4 ? -1 : message.body.readInt32BE(0);
        if (kind === authentication.cleartext && stage === 'asked') {
          stage = 'token-sent';
          await send(upstream, encodeMessage('p', Buffer.from(`${on.token}\0`)));
          continue;
        }
        if (kind !== authentication.ok || stage === 'in') return refused(askedFor(kind, stage, on.dbUser));
        stage = 'in';
        break;
      }
      case 'E': {
        const { severity, message: why, hint } = parseError(message);
        if (stage === 'in' && severity === 'ERROR') break;
        const refusal: Refusal = { code: 'database-refused', message: why };
        const found = stage !== 'in' && isAboutSignIn(message) ? await causeOf(message, on.explain) : null;
        const told = found ?? hint;
        const answer = found === null ? message.bytes : withHint(message, found);
        return refused(told === undefined ? refusal : { ...refusal, hint: told }, answer);
      }
      case 'v':
        // the client has been told already what it gets
        return stage === 'asked' ? { kind: 'older' } : refused(NOT_POSTGRES);
      case 'K':
        on.onKey(message.body);
        break;
      case 'S': {
        const [name, value] = message.body.toString('latin1').split('\0');
        if (name === 'server_version' && value !== undefined) on.onVersion(value);
        if (stage !== 'in') return refused(NOT_POSTGRES);
        break;
      }
      default:
        if (stage !== 'in' && message.type !== 'N') return refused(NOT_POSTGRES);
    }
    passing.push(message.bytes);
    if (stage === 'in' && message.type === 'Z') {
      await flush();
      return { kind: 'in' };
    }
  }
}

/** Whether an error is about signing in and gives no hint: then one is put behind its own words. */
function isAboutSignIn(message: Message): boolean {
  const { sqlState, hint } = parseError(message);
  return (sqlState === '28000' || sqlState === '28P01') && hint === undefined;
}

/** The cause where it is found, else the causes to check. */
async function causeOf(message: Message, explain: Session['explain']): Promise<string> {
  const { sqlState: code, message: words } = parseError(message);
  return (await explain?.({ code, message: words })) ?? CAUSES;
}

/** Why a request for authentication is not answered: a token goes as cleartext, once, or not at all. */
function askedFor(kind: number, stage: string, dbUser: string): Refusal {
  if (stage !== 'asked') return NOT_POSTGRES;
  const what =
    kind === authentication.sasl
      ? 'a SCRAM password'
      : kind === authentication.md5
        ? 'an MD5 password'
        : 'another kind of login';
  return {
    code: 'database-refused',
    message: `The database asked for ${what}, not for a token: IAM authentication does not apply to the user "${dbUser}".`,
    hint: `Run GRANT rds_iam TO "${dbUser.replaceAll('"', '""')}" there, and check that IAM authentication is on.`,
  };
}

const CLOSED: Refusal = {
  code: 'unreachable',
  message: 'The database closed the connection before the login was finished.',
};

const NOT_POSTGRES: Refusal = {
  code: 'database-refused',
  message: 'The database sent something that is not part of a PostgreSQL login.',
};
