import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { chmod, rm } from 'node:fs/promises';
import { exitCodes, type Answer } from '../../app/command/model.ts';
import { bodyOf, isAllowed } from '../local-socket/access.ts';
import { ANSWER_WORD, createPendingAnswers, type PendingAnswers } from './pending-answers.ts';
import { runScript } from './run-script.ts';
import { windowsRun } from './windows-client.ts';

/** How much one question may hold, in bytes: a client's own words, such as a query, come along. */
const MAX_BYTES = 1_048_576;
/** How many words a question may have. */
const MAX_WORDS = 10_000;
const MAX_SOCKETS = 128;
/** How many questions are answered at a time. */
const MAX_QUESTIONS = 64;
/** Within which time a question must have come, and be answered, in milliseconds. */
const ASK_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 80_000;

/** What the command's server is made from. */
export interface CommandServer {
  /** Where to listen: a Unix socket in a private folder, or a named pipe. */
  readonly path: string;
  readonly secret: string;
  readonly platform: NodeJS.Platform;
  /** @param tell says on the caller's terminal what the answer waits for; once, and before it is there */
  readonly answer: (words: readonly string[], tell: (text: string) => void) => Promise<Answer>;
  readonly report: (where: string, cause: unknown) => void;
}

/** A person is needed first: a ticket, and after a space what is to be said meanwhile. */
const WAIT = 298;

/** What the command is told: the text, and a status that says what to do with it, in the body too. */
interface Said {
  readonly status: number;
  readonly text: string;
}

/**
 * Answers the command over HTTP on a local socket. Sizes, counts and times are bounded; a request without the secret
 * gets nothing, and no request can end this process. What was said is in no log.
 *
 * @returns stops listening and closes what is open; rejects where the socket cannot be listened on
 */
export async function serveCommand(options: CommandServer): Promise<{ stop(): Promise<void> }> {
  const { path, platform, report } = options;
  const pending = createPendingAnswers<Said>(ANSWER_WITHIN_MS);
  let open = 0;
  const server = createServer(
    {
      headersTimeout: ASK_WITHIN_MS,
      requestTimeout: ASK_WITHIN_MS,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 8_192,
      keepAliveTimeout: 1,
    },
    (request, response) => {
      open += 1;
      response.once('close', () => (open -= 1));
      const said = open > MAX_QUESTIONS ? Promise.resolve(busy) : saidTo(request, options, pending);
      said
        .catch((cause: unknown) => {
          report('the command', cause);
          return broken;
        })
        .then((reply) => send(response, reply))
        .catch((cause: unknown) => report('the command', cause));
    },
  );
  server.maxConnections = MAX_SOCKETS;
  server.timeout = ANSWER_WITHIN_MS + ASK_WITHIN_MS;
  // what a crash has left; a running Latchkey is the only one on its folder
  if (platform !== 'win32') await rm(path, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  server.on('error', (cause) => report('the command', cause));
  if (platform !== 'win32') await chmod(path, 0o600);
  return {
    stop: () =>
      new Promise((resolve) => {
        pending.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function saidTo(
  request: IncomingMessage,
  options: CommandServer,
  pending: PendingAnswers<Said>,
): Promise<Said> {
  if (!isAllowed(request, options.secret)) return stranger;
  if (request.method !== 'POST' || request.url !== '/') return misunderstood;
  const body = await bodyOf(request, MAX_BYTES);
  if (body === null) return tooMuch;
  const words = wordsIn(body);
  if (words === null) return misunderstood;
  const [first, ticket] = words;
  if (first === ANSWER_WORD) return pending.take(ticket ?? '') ?? misunderstood;
  let tell: (text: string) => void = () => undefined;
  const told = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const said = inTime(
    options.answer(words, tell).then(
      (answer) => encoded(answer, options.platform),
      (cause: unknown) => {
        options.report('the command', cause);
        return broken;
      },
    ),
  );
  const waiting = told.then((text): Said => ({ status: WAIT, text: `${pending.keep(said)} ${text}` }));
  return Promise.race([said, waiting]);
}

/** Each word ends with a zero byte, which no argument can hold. What is not UTF-8 is the client's and not ours. */
function wordsIn(body: Buffer): readonly string[] | null {
  if (body.at(-1) !== 0) return null;
  const words = body.subarray(0, -1).toString('utf8').split('\0');
  return words.length > MAX_WORDS ? null : words;
}

function encoded(answer: Answer, platform: NodeJS.Platform): Said {
  switch (answer.do) {
    case 'print':
      return { status: 200, text: answer.text };
    case 'run':
      return { status: 299, text: platform === 'win32' ? windowsRun(answer.run) : runScript(answer.run) };
    case 'refuse':
      return { status: 400 + answer.code, text: answer.text };
  }
}

async function inTime(said: Promise<Said>): Promise<Said> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Said>((resolve) => {
    timer = setTimeout(() => resolve(tooLate), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([said, late]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, { status, text }: Said): void {
  const body = Buffer.from(`${status}${text}.`);
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(body);
}

function refusal(code: number, what: string, next: string): Said {
  return { status: 400 + code, text: `latchkey: ${what}\n  ${next}\n` };
}

const stranger = refusal(exitCodes.notPermitted, 'The secret is not the running Latchkey’s.', 'Try again.');
const misunderstood = refusal(
  exitCodes.usage,
  'Latchkey did not understand the request.',
  'See: latchkey help',
);
const tooMuch = refusal(exitCodes.usage, 'The request is too long.', 'Put a long query into a file.');
const busy = refusal(exitCodes.tryAgain, 'Latchkey has too many requests to answer now.', 'Try again.');
const tooLate = refusal(exitCodes.tryAgain, 'This took too long.', 'Check the window, then try again.');
const broken = refusal(
  exitCodes.internal,
  'Something went wrong inside Latchkey.',
  'The log has the details.',
);
