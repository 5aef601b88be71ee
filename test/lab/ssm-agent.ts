import { execFileSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import type { StartedSession } from '../../app/tunnels/ports.ts';
import { tunnelEndOf } from '../../app/tunnels/model.ts';
import { systemClock } from '../../main/clock.ts';
import { openSession, type Session } from '../../main/tunnels/session-manager/session.ts';
import { webSocketOpener } from '../../main/tunnels/session-manager/web-socket.ts';
import type { Opening, Outcome } from '../../main/tunnels/session-manager/wire.ts';
import { freePorts, startServer } from './server-process.ts';

/** What goes wrong at the service, in shares of a thousand messages each way, and in milliseconds. */
export interface LabFaults {
  readonly lost?: number;
  readonly repeated?: number;
  readonly damaged?: number;
  readonly delayMs?: number;
  /** How often it says goodbye; 0 never. */
  readonly goodbyeMs?: number;
  readonly isMute?: boolean;
}

/** The program in `ssm-agent/` as a service with agents behind it. */
export interface LabService {
  readonly url: string;
  /** Starts a session to a port of this machine, as main does. */
  readonly start: (port: number, faults?: LabFaults) => Promise<StartedSession>;
  /** Gives a session another token; null where it is over. */
  readonly resume: (session: string) => Promise<StartedSession | null>;
  /** Says goodbye to a session now. */
  readonly sayGoodbye: (session: string, faults?: LabFaults) => Promise<void>;
  /** Starts a session to a port of this machine, and opens it as Latchkey does. */
  readonly open: (port: number, faults?: LabFaults) => Promise<LabSession>;
}

/** A session through the Go agent. */
export interface LabSession {
  readonly session: Session;
  /** How often it was resumed. */
  readonly resumed: () => number;
  /** Says goodbye now, and behaves so from then on. */
  readonly sayGoodbye: (faults?: LabFaults) => Promise<void>;
  readonly stats: () => Promise<{ readonly connections: number; readonly isOver: boolean }>;
}

const source = join(import.meta.dirname, 'ssm-agent');
const output = join(import.meta.dirname, '..', '..', 'out', 'lab');

/** Builds the program, from Debian's packages alone; nothing is fetched. Throws where Go or a package is missing. */
export function buildSsmAgent(): string {
  const program = join(output, 'ssm-agent');
  mkdirSync(output, { recursive: true });
  execFileSync(goProgram(), ['build', '-o', program, '.'], {
    cwd: source,
    env: {
      PATH: process.env['PATH'],
      GO111MODULE: 'off',
      GOPATH: '/usr/share/gocode',
      GOCACHE: join(output, 'go-build'),
      GOFLAGS: '',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return program;
}

/** Go's program: on the PATH, or where Debian puts each version. */
function goProgram(): string {
  const debian = readdirSync('/usr/lib')
    .filter((name) => /^go-\d/.test(name))
    .map((name) => join('/usr/lib', name, 'bin'));
  const found = [...(process.env['PATH'] ?? '').split(delimiter), ...debian]
    .map((folder) => join(folder, 'go'))
    .find(isExecutable);
  if (found === undefined) throw new Error('The lab cannot start without: go. `npm run setup` installs it.');
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Starts one of the program's parts on a free port of the loopback. */
export async function startSsmAgent(
  part: 'serve' | 'client' | 'traffic',
  args: readonly string[] = [],
): Promise<{ readonly port: number; readonly pid: number; readonly stop: () => Promise<void> }> {
  const [port = 0] = await freePorts(1);
  const { stop, pid } = await startServer(
    {
      path: join(output, 'ssm-agent'),
      args: [part, '-listen', `127.0.0.1:${port}`, ...args],
      account: undefined,
      folder: output,
    },
    /listening on/,
  );
  return { port, pid, stop: () => stop('SIGTERM') };
}

/** Starts a service; `buildSsmAgent` has been called before. */
export async function startLabService(
  args: readonly string[] = [],
): Promise<LabService & { readonly stop: () => Promise<void> }> {
  const { port, stop } = await startSsmAgent('serve', args);
  return { ...connectLabService(`http://127.0.0.1:${port}`), stop };
}

/** A service that runs already. */
export function connectLabService(url: string): LabService {
  async function ask(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await fetch(`${url}/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const text = await answer.text();
    return text === '' ? {} : JSON.parse(text);
  }

  const startedBy = (answer: Record<string, unknown>, session: string): StartedSession => ({
    session,
    opening: { ...openingOf(answer), ca: null, proxies: ['direct'] },
  });
  const resume = async (session: string): Promise<StartedSession | null> => {
    const answer = await ask('resume', { session });
    return answer['TokenValue'] === '' ? null : startedBy(answer, session);
  };
  const sayGoodbye = async (session: string, faults: LabFaults = {}): Promise<void> => {
    await ask('control', { session, faults, goodbye: true });
  };

  return {
    url,
    async start(to, faults = {}) {
      const answer = await ask('start', { target: `127.0.0.1:${to}`, faults });
      return startedBy(answer, String(answer['SessionId']));
    },
    resume,
    sayGoodbye,
    async open(to, faults = {}) {
      const started = await ask('start', { target: `127.0.0.1:${to}`, faults });
      const id = String(started['SessionId']);
      let resumed = 0;
      const opened = await openSession(
        openingOf(started),
        {
          clock: systemClock,
          openWire: webSocketOpener(randomUUID()),
          onChange: () => undefined,
          async resume(): Promise<Outcome<Opening>> {
            resumed += 1;
            const again = await resume(id);
            if (again === null) return { ok: false, end: tunnelEndOf('tunnel-idle') };
            return { ok: true, value: again.opening };
          },
        },
        new AbortController().signal,
      );
      if (!opened.ok) throw new Error(`${opened.end.code} ${opened.end.detail}`);
      return {
        session: opened.value,
        resumed: () => resumed,
        sayGoodbye: (then = {}) => sayGoodbye(id, then),
        async stats() {
          const answer = await (await fetch(`${url}/stats?session=${id}`)).json();
          return { connections: answer.Connections, isOver: answer.IsOver };
        },
      };
    },
  };
}

/** What `StartSession` and `ResumeSession` answer, as main hands it on; it is signed here by nobody. */
export function openingOf(answer: Record<string, unknown>): Pick<Opening, 'url' | 'token' | 'headers'> {
  return {
    url: String(answer['StreamUrl']),
    token: String(answer['TokenValue']),
    headers: { authorization: 'signed' },
  };
}
