import { randomBytes } from 'node:crypto';
import type { HttpAnswer } from '../query-protocol.ts';
import { sameText } from '../sigv4.ts';
import type { SignedRequest } from '../request-signature.ts';
import { BROKEN_DATABASES, PRACTICE_PROFILE } from './databases.ts';

/** Where the page is. */
export const PRACTICE_PATH = '/practice';

/** What came of something that was applied. */
export interface Applied {
  readonly ok: boolean;
  /** A sentence. */
  readonly message: string;
}

/** The page on which what was copied is applied, for those who have no AWS CLI at hand. */
export function practicePage(
  apply: (text: string) => Promise<Applied>,
): (request: SignedRequest) => Promise<HttpAnswer> {
  // who did not load the page cannot post to it, whatever other page is open in the browser
  const secret = randomBytes(18).toString('base64url');
  return async ({ method, body, headers }) => {
    const host = typeof headers['host'] === 'string' ? headers['host'] : '';
    if (!/^(?:127\.0\.0\.1|localhost):\d+$/.test(host)) return html(403, 'This is not the sandbox.', '');
    if (method === 'GET') return html(200, '', form(secret, ''));
    const fields = new URLSearchParams(Buffer.from(body).toString('utf8'));
    if (method !== 'POST' || !sameText(fields.get('secret') ?? '', secret)) {
      return html(403, 'Load the page again.', '');
    }
    const text = fields.get('what') ?? '';
    const { ok, message } = await apply(text);
    return html(ok ? 200 : 400, message, form(secret, ok ? '' : text));
  };
}

function form(secret: string, text: string): string {
  return `<form method="post" action="${PRACTICE_PATH}">
<input type="hidden" name="secret" value="${secret}">
<label for="what">What Latchkey gave you: a command, SQL, or a policy</label>
<textarea id="what" name="what" rows="10" required spellcheck="false">${escaped(text)}</textarea>
<button>Apply</button>
</form>`;
}

function html(status: number, message: string, content: string): HttpAnswer {
  const rows = BROKEN_DATABASES.map(({ id, dbUser }) => `<li><b>${id}</b>, logging in as ${dbUser}</li>`);
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Latchkey sandbox: practice</title>
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
textarea { display: block; width: 100%; box-sizing: border-box; margin: .5rem 0; font: 14px/1.4 ui-monospace, monospace }
button { font: inherit; padding: .4rem 1.2rem }
output { display: block; margin: 1rem 0; font-weight: 600 }
</style></head><body>
<h1>Five broken databases</h1>
<p>Each has one cause. In Latchkey, choose the profile ${PRACTICE_PROFILE} and ask whether you can connect; copy what is
missing, and apply it here.</p>
<ul>${rows.join('')}</ul>
<output>${escaped(message)}</output>
${content}
</body></html>
`;
  return { status, type: 'text/html;charset=UTF-8', body };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
