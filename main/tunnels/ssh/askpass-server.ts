import { randomBytes } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import type { SshEvents } from '../../../app/tunnels/ssh/ports.ts';
import type { SshPrompt } from '../../../app/tunnels/ssh/prompt.ts';
import { bodyOf, curlConfig, isAllowed } from '../../local-socket/access.ts';

/** The longest question, in bytes. */
const MAX_BYTES = 16_384;
/** Within which time a question must have come, in milliseconds. */
const ASK_WITHIN_MS = 10_000;
/** How many questions may be open; `ssh` asks one at a time. */
const MAX_SOCKETS = 8;

/** What answers the questions of one `ssh`. */
export interface AskpassServer {
  /** The configuration that leads curl to it. */
  readonly accessFile: string;
  readonly stop: () => void;
}

/**
 * Answers the questions of one `ssh`, on a socket in a folder that nobody else can enter.
 *
 * @param folder private to this user (0700), and to this `ssh`
 * @throws what Node throws where nothing can be written or listened on
 */
export async function serveAskpass(folder: string, ask: SshEvents['ask']): Promise<AskpassServer> {
  const socket = join(folder, 'a');
  const accessFile = join(folder, 'access');
  const secret = randomBytes(32).toString('base64url');
  const server = createServer(
    { headersTimeout: ASK_WITHIN_MS, requestTimeout: ASK_WITHIN_MS, keepAliveTimeout: 1 },
    (request, response) => {
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      // a person takes the time that a person takes; who waits for them says when it is too long
      request.socket.setTimeout(0);
      void answerTo(request, secret, (prompt) => ask(prompt, gone.signal)).then((answer) => {
        response.writeHead(answer === null ? 403 : 200, { connection: 'close' });
        response.end(answer === null ? '' : `${answer}\n`);
      });
    },
  );
  server.maxConnections = MAX_SOCKETS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  await chmod(socket, 0o600);
  // a refusal is a failure, so that nothing is printed
  await writeFile(accessFile, curlConfig({ socket, secret }, [['fail']]), { mode: 0o600, flag: 'wx' });
  return {
    accessFile,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answerTo(
  request: IncomingMessage,
  secret: string,
  ask: (prompt: SshPrompt) => ReturnType<SshEvents['ask']>,
): Promise<string | null> {
  if (request.method !== 'POST' || !isAllowed(request, secret)) return null;
  const body = await bodyOf(request, MAX_BYTES);
  if (body === null) return null;
  const [hint = '', ...text] = body.toString('utf8').split('\n');
  const answer = await ask({ hint, text: text.join('\n').replace(/\n$/, '') });
  return answer === null ? null : answer.reveal();
}
