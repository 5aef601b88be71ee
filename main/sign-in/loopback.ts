import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** The path that the browser comes back to; the AWS CLI's own, which AWS takes with any port. */
const PATH = '/oauth/callback';

/** What the browser brought back. */
export type Redirected =
  | { readonly ok: true; readonly code: string }
  /** AWS's own words for why not, such as `access_denied`. */
  | { readonly ok: false; readonly error: string };

/** A port of this machine that the browser comes back to. */
export interface Loopback {
  readonly redirectUri: string;
  /** Resolves when the browser has come back with the right state. */
  readonly redirected: Promise<Redirected>;
  close(): void;
}

/**
 * Listens on 127.0.0.1 for the browser that comes back from AWS. What has another path, host or state is refused, and
 * the listening goes on: any program of this machine, and any page, can send something here.
 * https://www.rfc-editor.org/rfc/rfc8252#section-7.3
 *
 * @param state what AWS hands back, known to this sign-in alone
 * @throws what Node throws where no port can be had
 */
export async function openLoopback(state: string): Promise<Loopback> {
  let settle: (redirected: Redirected) => void = () => undefined;
  const redirected = new Promise<Redirected>((resolve) => {
    settle = resolve;
  });
  const server = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 }, (request, reply) => {
    const answer = readRedirect(request, `127.0.0.1:${port}`, state);
    if (answer === 'not-found') return respond(reply, 404, 'There is nothing here.');
    if (answer === 'foreign') return respond(reply, 400, 'This is not the sign-in that Latchkey waits for.');
    respond(
      reply,
      200,
      answer.ok
        ? 'You can close this tab and go back to Latchkey.'
        : 'Nobody was signed in. Go back to Latchkey.',
    );
    settle(answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    redirectUri: `http://127.0.0.1:${port}${PATH}`,
    redirected,
    close() {
      server.close();
      // the page that is being shown is sent first
      setTimeout(() => server.closeAllConnections(), 1_000).unref();
    },
  };
}

function readRedirect(
  { method, url, headers }: IncomingMessage,
  host: string,
  state: string,
): Redirected | 'not-found' | 'foreign' {
  const { pathname, searchParams } = new URL(url ?? '/', `http://${host}`);
  if (method !== 'GET' || pathname !== PATH) return 'not-found';
  // a page elsewhere whose name leads to 127.0.0.1 would name itself
  if (headers.host !== host || searchParams.get('state') !== state) return 'foreign';
  const code = searchParams.get('code');
  if (code !== null && code !== '') return { ok: true, code };
  return { ok: false, error: searchParams.get('error') ?? 'no code' };
}

function respond(reply: ServerResponse, status: number, words: string): void {
  reply.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  reply.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Latchkey</title>` +
      `<style>body{font:16px/1.5 system-ui,sans-serif;margin:20vh auto;max-width:32em;padding:0 1em;color-scheme:light dark}</style>` +
      `<h1>Latchkey</h1><p>${words}</p></html>`,
  );
}
