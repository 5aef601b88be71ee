/**
 * A value as programs write it and objects show it: in escaped quotes, as in JSON within JSON (to the next quote that
 * is escaped so, or else to the end: too much is better than too little); in quotes, over lines where `inspect`
 * splits it; or bare.
 */
const VALUE = [
  String.raw`(?<escape>\\+)"(?:[\s\S]*?(?<!\\)\k<escape>"|[\s\S]*$)|`,
  String.raw`(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60)`,
  String.raw`(?:\s*\+\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\x60(?:[^\x60\\]|\\.)*\x60))*`,
  String.raw`|[^\s"',;&}\])]+`,
].join('');

/** How the names of secrets end, in any way of writing them: `sessionToken`, `aws_secret_access_key`, `PGPASSWORD`. */
const SECRET_NAME = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'authorization',
  'cookie',
  'x-amz-signature',
  'x-amz-credential',
  String.raw`\bsignature`,
  '(?:access|secret|private|api)[_-]?key(?:[_-]?id)?',
].join('|');

const NAME = new RegExp(`(?:${SECRET_NAME})$`, 'i');

const secrets: ReadonlyArray<readonly [pattern: RegExp, replacement: string]> = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, '[redacted]'],
  // the scheme of a header stands before its value
  [/\b(Bearer|Basic|AWS4-HMAC-SHA256)\s+(?:Credential=)?[^\s,"']+/gi, '$1 [redacted]'],
  [new RegExp(`((?:${SECRET_NAME})\\\\*["'\`]?\\s*(?:=>|[=:])\\s*)(?:${VALUE})`, 'gi'), '$1[redacted]'],
  // the user's part of an address
  [/(\b[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{0,256}:)[^\s/@]+(?=@)/gi, '$1[redacted]'],
  // what is secret by its look, whatever its name: access key ids, JSON web tokens, secret keys, session tokens
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[redacted]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, '[redacted]'],
  [
    /(?<![\w+/=])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{40}(?![\w+/=])/g,
    '[redacted]',
  ],
  [/(?<![\w+/=%-])[\w+/=%-]{100,}/g, '[redacted]'],
];

/** Whether a name is one that secrets have. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}

/** Takes tokens, keys and passwords out of a text that is about to be written to a log. */
export function redact(text: string): string {
  return secrets.reduce((said, [pattern, replacement]) => said.replaceAll(pattern, replacement), text);
}
