import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { newNonce, notFound, withNonce, policyHeaders } from './policy.ts';

/** What a page of the window may be made of; a file of any other kind is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Serves one of the built renderer's files, and nothing else on the disk. Both hosts answer every request
 * of the window with this, or in development with `serveDevRenderer`.
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
    const nonce = newNonce();
    const body =
      extname(path) === '.html' ? withNonce(content.toString('utf8'), nonce) : new Uint8Array(content);
    return new Response(body, { headers: { ...policyHeaders(nonce, null), 'content-type': type } });
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
