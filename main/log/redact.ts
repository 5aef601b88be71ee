/** What makes a token a secret, and how credentials are named where programs write them or objects show them. */
const secrets: readonly RegExp[] = [
  /((?:X-Amz-(?:Signature|Security-Token|Credential)|\bSignature)["']?\s*[=:]\s*["']?)[^&\s"',]+/gi,
  /((?:secret_?access_?key|session_?token|PGPASSWORD|MYSQL_PWD|password)["']?\s*[=:]\s*["']?)[^\s"'&,]+/gi,
];

/** Takes tokens and keys out of a text that is about to be written to a log. */
export function redact(text: string): string {
  return secrets.reduce((said, pattern) => said.replaceAll(pattern, '$1[redacted]'), text);
}
