import { randomBytes } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** What a page of the window may be made of; a file of any other kind is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Where the page asks for the nonce of its content security policy to be put. */
const NONCE_PLACE = '%CSP_NONCE%';

/**
 * Serves one of the built renderer's files, and nothing else on the disk. Both hosts answer every request
 * of the window with this.
 *
 * @param root the built renderer's folder
 * @param url the address that was asked for; only its path counts
 * @returns the file under the content security policy; 404 for whatever is not a file of the renderer
 */
export async function serveRenderer(root: string, url: string): Promise<Response> {
  const path = pathOf(url);
  const type = path === null ? undefined : types[extname(path)];
  if (path === null || type === undefined) return notFound();
  try {
    const base = await realpath(root);
    // after links are followed: what lies outside is not the renderer's, whatever its name says
    const file = await realpath(join(base, path));
    if (!file.startsWith(base + sep)) return notFound();
    const content = await readFile(file);
    const nonce = randomBytes(16).toString('base64');
    const body =
      extname(path) === '.html'
        ? content.toString('utf8').replaceAll(NONCE_PLACE, nonce)
        : new Uint8Array(content);
    return new Response(body, { headers: { ...headers(nonce), 'content-type': type } });
  } catch {
    return notFound();
  }
}

function pathOf(url: string): string | null {
  try {
    const path = decodeURIComponent(new URL(url).pathname);
    if (path.includes('\0') || path.includes('\\')) return null;
    return path === '/' ? '/index.html' : path;
  } catch {
    return null;
  }
}

/**
 * The page may run its own scripts, show its own styles and pictures, and talk to nobody. React Aria adds
 * one small style element, which the nonce allows.
 */
function headers(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

function notFound(): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...headers(''), 'content-type': 'text/plain' },
  });
}
