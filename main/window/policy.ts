import { randomBytes } from 'node:crypto';

/** Where the page asks for the nonce of its content security policy to be put. */
const NONCE_PLACE = '%CSP_NONCE%';

/** A nonce that nobody has seen before. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** Puts the nonce where a page asks for it. */
export function withNonce(html: string, nonce: string): string {
  return html.replaceAll(NONCE_PLACE, nonce);
}

/**
 * The page may run its own scripts, show its own styles and pictures, and talk to nobody. React Aria adds
 * one small style element, which the nonce allows.
 *
 * @param devServer Vite's, which adds a script to the page by the nonce and tells it of changes; null otherwise
 */
export function policyHeaders(nonce: string, devServer: URL | null): Record<string, string> {
  const policy = [
    "default-src 'none'",
    devServer === null ? "script-src 'self'" : `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${devServer === null ? "'none'" : `ws://${devServer.host}`}`,
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

/** The answer to a request for what is not there. */
export function notFound(): Response {
  return new Response('Not found', {
    status: 404,
    headers: { ...policyHeaders('', null), 'content-type': 'text/plain' },
  });
}
