import type { HttpAnswer } from './query-protocol.ts';
import type { SignedRequest } from './request-signature.ts';
import type { SsoService } from './sso-service.ts';

/** The pages on which the sandbox's person signs in, for a real browser; null where the path is none of theirs. */
export function ssoPage({ method, target, body }: SignedRequest, sso: SsoService): HttpAnswer | null {
  const { pathname, searchParams } = new URL(target, 'http://127.0.0.1');
  if (pathname !== '/authorize' && pathname !== '/device') return null;
  if (method === 'GET') return page(question(pathname, searchParams));
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const isAllowed = form.get('decision') === 'allow';
  if (pathname === '/device') {
    sso.decide({ kind: 'code', userCode: form.get('user_code') ?? '', isAllowed });
    return page(`<p>${isAllowed ? 'Request approved' : 'Request denied'}. You can close this window.</p>`);
  }
  const back = sso.decide({ kind: 'browser', query: searchParams, isAllowed });
  if (back === null) return { ...page('<p>Invalid request.</p>'), status: 400 };
  return { status: 303, type: 'text/plain', body: '', headers: { location: back } };
}

function question(path: string, query: URLSearchParams): string {
  const code = query.get('user_code');
  const what =
    path === '/device'
      ? `<label>Code <input name="user_code" value="${escape(code ?? '')}" required></label>`
      : `<p>A program on your computer asks for access to the AWS accounts of <b>dana.reyes</b>.</p>`;
  return (
    `<form method="post">${what}` +
    `<p><button name="decision" value="allow">Allow access</button> ` +
    `<button name="decision" value="deny">Deny access</button></p></form>`
  );
}

function page(content: string): HttpAnswer {
  return {
    status: 200,
    type: 'text/html; charset=utf-8',
    body:
      `<!doctype html><html lang="en"><title>Sandbox sign-in</title>` +
      `<style>body{font:16px/1.5 system-ui,sans-serif;margin:15vh auto;max-width:32em;padding:0 1em}</style>` +
      `<h1>Sandbox sign-in</h1>${content}</html>`,
  };
}

function escape(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
