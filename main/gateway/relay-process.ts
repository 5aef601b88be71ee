import { readFile } from 'node:fs/promises';
import type { Listening, PortHolder, Relay, RelayEvents } from '../../app/gateway/ports.ts';
import { portInUse } from '../../app/gateway/port-in-use.ts';
import type { Log } from '../../app/common/log.ts';
import { fail, succeed, type Failure, type Result } from '../../app/common/result.ts';
import { reports, type Order, type RefusalMessage, type Report } from './messages.ts';

/** A child process that takes orders and reports. */
export interface RelayChild {
  /** The system's number for it; undefined before it runs. */
  readonly pid: () => number | undefined;
  readonly send: (order: Order) => void;
  /** Ends it; resolves when it has. */
  readonly end: () => Promise<void>;
}

/**
 * Starts the relay's process: a utility process in Electron, a plain child elsewhere.
 *
 * @param onReport told of each message, as it came
 * @param onEnd told once, when the process has ended
 */
export type StartChild = (onReport: (message: unknown) => void, onEnd: () => void) => RelayChild;

/** What the relay's adapter gets from outside. */
export interface RelaySurroundings {
  readonly start: StartChild;
  /** The PEM file to verify databases with. */
  readonly caBundle: (caFile: string | null) => Promise<Result<string>>;
  /** A certificate for the local side and its key, PEM. */
  readonly localCertificate: () => Promise<Result<{ cert: string; key: string }>>;
  /** Who listens on a port, in words for people; null where the system does not tell. */
  readonly holderOf: PortHolder;
  readonly report: (where: string, cause: unknown) => void;
  /** Has a line for the begin and the end of each session. */
  readonly log: Pick<Log, 'info'>;
}

/** How long the relay may take to say that it listens, in milliseconds. */
const LISTEN_MS = 20_000;

/** The relay as main sees it. Its process is started by the first gateway, and again by the next one after it died. */
export function relayProcess(around: RelaySurroundings, events: RelayEvents): Relay {
  let child: RelayChild | null = null;
  const listening = new Map<string, (error: string | null) => void>();
  const wanted = new Map<number, AbortController>();
  const sessionsWanted = new Map<number, AbortController>();
  /** The tunnels' sessions that it has. */
  const sessions = new Set<string>();

  function ensure(): RelayChild {
    if (child !== null) return child;
    const started = around.start(
      (message) => {
        if (child === started) take(message);
      },
      () => {
        if (child !== started) return;
        child = null;
        for (const settle of listening.values()) settle('ended');
        for (const gone of [...wanted.values(), ...sessionsWanted.values()]) gone.abort();
        wanted.clear();
        sessionsWanted.clear();
        for (const session of sessions) events.onSessionEnded?.(session);
        sessions.clear();
        events.onDied();
      },
    );
    child = started;
    return started;
  }

  function take(message: unknown): void {
    const parsed = reports.safeParse(message);
    if (parsed.success) handle(parsed.data);
    else around.report('message of the relay', parsed.error);
  }

  function handle(report: Report): void {
    switch (report.kind) {
      case 'listening':
        return listening.get(report.id)?.(report.error);
      case 'token-wanted':
        return void giveToken(report.request, report.id);
      case 'token-unwanted':
        return wanted.get(report.request)?.abort();
      case 'session-wanted':
        return void giveSession(report);
      case 'proxies-wanted':
        return void giveProxies(report);
      case 'session-unwanted':
        return sessionsWanted.get(report.request)?.abort();
      case 'session-ended':
        sessions.delete(report.session);
        return events.onSessionEnded?.(report.session);
      case 'explanation-wanted':
        return void explain(report);
      case 'opened': {
        const { id, session, program } = report;
        return around.log.info('session opened', { connection: id, session, program });
      }
      case 'ended': {
        const { id, session, cause, ms, sent, received } = report;
        return around.log.info('session ended', { connection: id, session, cause, ms, sent, received });
      }
      case 'clients': {
        const { id, sessions, sessionCount, tunnel, lastFailure } = report;
        const error = lastFailure && { at: lastFailure.at, program: lastFailure.program };
        return events.onClients({
          connectionId: id,
          sessions,
          sessionCount,
          tunnel,
          lastFailure: lastFailure &&
            error && {
              ...error,
              error: failureOf(lastFailure.refusal),
            },
        });
      }
    }
  }

  async function giveToken(request: number, id: string): Promise<void> {
    const to = child;
    const gone = new AbortController();
    wanted.set(request, gone);
    const token = await events.onTokenWanted(id, gone.signal).catch((cause: unknown) => {
      around.report('token for the gateway', cause);
      return fail('internal', 'Latchkey could not sign a token. The log says why.');
    });
    wanted.delete(request);
    if (gone.signal.aborted || to === null) return;
    if (token.ok) return to.send({ kind: 'token', request, token: token.value });
    to.send({ kind: 'no-token', request, failure: token.error });
  }

  async function giveSession(report: Extract<Report, { kind: 'session-wanted' }>): Promise<void> {
    const { request, id, resumes } = report;
    const to = child;
    const gone = new AbortController();
    sessionsWanted.set(request, gone);
    const given = await (
      events.onSessionWanted?.(id, resumes, gone.signal) ?? Promise.resolve(NO_SESSIONS)
    ).catch((cause: unknown) => {
      around.report('session for the gateway', cause);
      return fail('internal', 'Latchkey could not start the session. The log says why.');
    });
    sessionsWanted.delete(request);
    if (to === null || to !== child) {
      if (given.ok) events.onSessionEnded?.(given.value.session);
      return;
    }
    if (!given.ok) return to.send({ kind: 'no-session', request, failure: given.error });
    const { session, opening } = given.value;
    sessions.add(session);
    to.send({ kind: 'session-opening', request, session, opening });
  }

  async function giveProxies({ request, id }: Extract<Report, { kind: 'proxies-wanted' }>): Promise<void> {
    const to = child;
    const given = await (events.onProxiesWanted?.(id) ?? Promise.resolve(NO_PROXIES)).catch(
      (cause: unknown) => {
        around.report('proxies for the gateway', cause);
        return NO_PROXIES;
      },
    );
    to?.send(
      given.ok
        ? { kind: 'proxies', request, proxies: given.value }
        : { kind: 'no-proxies', request, failure: given.error },
    );
  }

  async function explain(wanted: Extract<Report, { kind: 'explanation-wanted' }>): Promise<void> {
    const { request, id, code, message } = wanted;
    const to = child;
    const text = await (events.onExplanationWanted?.(id, { code, message }) ?? Promise.resolve(null)).catch(
      (cause: unknown) => {
        around.report('explanation for the gateway', cause);
        return null;
      },
    );
    to?.send({ kind: 'explanation', request, text });
  }

  async function listen(to: Listening): Promise<Result<Record<string, never>>> {
    const ca = await around.caBundle(to.caFile);
    if (!ca.ok) return ca;
    const certificate = to.localTls ? await around.localCertificate() : succeed(null);
    if (!certificate.ok) return certificate;
    const pem = await readFile(ca.value, 'utf8').catch(() => null);
    if (pem === null) return fail('file-unreadable', `The CA file ${ca.value} cannot be read.`);
    const { connectionId: id, caFile: _, isProxied = false, ...rest } = to;
    const error = await new Promise<string | null>((resolve) => {
      const timer = setTimeout(() => resolve('silent'), LISTEN_MS);
      listening.set(id, (outcome) => {
        clearTimeout(timer);
        listening.delete(id);
        resolve(outcome);
      });
      ensure().send({
        kind: 'listen',
        order: { ...rest, isProxied, id, ca: pem, localTls: certificate.value },
      });
    });
    if (error === null) return succeed({});
    if (error === 'EADDRINUSE') return portInUse(to.port, await around.holderOf(to.port));
    if (error === 'EACCES') {
      return fail('gateway-failed', `The system does not let Latchkey listen on port ${to.port}.`, {
        hint: 'Choose another port.',
      });
    }
    return fail('gateway-failed', `The gateway could not listen on port ${to.port} (${error}).`, {
      hint: 'Try again. The log says more.',
    });
  }

  return {
    listen,
    close: (id) => child?.send({ kind: 'close', id }),
    end: (id, sessions) => child?.send({ kind: 'end', id, sessions: sessions && [...sessions] }),
    said: (session, end, isOver) => child?.send({ kind: 'session-said', session, end, isOver }),
    async stop() {
      const ending = child;
      // what it says from here on is not news
      child = null;
      await ending?.end();
    },
  };
}

/** Where nobody starts sessions, none can be wanted by right. */
const NO_SESSIONS = fail('internal', 'There is nobody to start a session.');

/** Where nobody says, and a database that is to be reached through a proxy is not dialled without one. */
const NO_PROXIES = fail('internal', 'Latchkey could not find out which proxy to use. The log says why.');

/** What a refusal at the gateway is among the failures of the interface; a cause of main's own stays as it was. */
function failureOf({ code, message, hint, cause }: RefusalMessage): Failure {
  return (
    cause ?? {
      code: codes[code],
      message: message.slice(0, 4_000),
      ...(hint !== undefined && { hint: hint.slice(0, 4_000) }),
    }
  );
}

const codes: Readonly<Record<RefusalMessage['code'], Failure['code']>> = {
  malformed: 'gateway-failed',
  'other-user': 'not-allowed',
  stopped: 'not-allowed',
  'wrong-password': 'not-allowed',
  'wrong-user': 'not-allowed',
  unsupported: 'gateway-failed',
  'too-slow': 'gateway-failed',
  'too-many-sessions': 'gateway-failed',
  'no-token': 'gateway-failed',
  unreachable: 'unreachable',
  'tls-refused': 'gateway-failed',
  'certificate-refused': 'gateway-failed',
  'database-refused': 'access-denied',
  closing: 'gateway-failed',
};
