import { newNonce, notFound, policyHeaders, withNonce } from './policy.ts';

/** The variable by which `npm run dev` says where Vite serves the renderer. */
export const DEV_SERVER_VARIABLE = 'LATCHKEY_DEV_SERVER';

/** How long Vite may take for a file, in milliseconds: the first one makes it bundle what the page is made of. */
const ANSWER_TIMEOUT_MS = 60_000;

/** The loopback's addresses; a name such as `localhost` could lead elsewhere. */
const LOOPBACK: readonly string[] = ['127.0.0.1', '[::1]'];

/**
 * Where the renderer is served from while it is developed.
 *
 * @param address what {@link DEV_SERVER_VARIABLE} says
 * @param isPackaged a packaged Latchkey shows its own files, whatever its environment says
 * @returns null where the built renderer is to be shown: also for an address that is not plain HTTP on the loopback
 */
export function devServerFrom(address: string | undefined, isPackaged: boolean): URL | null {
  if (isPackaged || address === undefined || !URL.canParse(address)) return null;
  const { protocol, username, password, hostname, host } = new URL(address);
  const isPlain = protocol === 'http:' && username === '' && password === '';
  return isPlain && LOOPBACK.includes(hostname) ? new URL(`http://${host}`) : null;
}

/**
 * Serves one of the renderer's files as Vite makes it, under the window's own origin and policy.
 *
 * @param url the address that was asked for; only its path and its query count
 * @returns 404 for what Vite does not have, and where it does not answer
 */
export async function serveDevRenderer(devServer: URL, url: string): Promise<Response> {
  try {
    const { pathname, search } = new URL(url);
    const to = new URL(devServer);
    to.pathname = pathname;
    to.search = search;
    const made = await fetch(to, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    if (!made.ok) return notFound();
    const type = made.headers.get('content-type') ?? 'text/plain';
    const nonce = newNonce();
    const body = type.startsWith('text/html')
      ? withNonce(await made.text(), nonce)
      : await made.arrayBuffer();
    return new Response(body, { headers: { ...policyHeaders(nonce, devServer), 'content-type': type } });
  } catch {
    return notFound();
  }
}
