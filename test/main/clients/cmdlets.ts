/** The cmdlets that a PowerShell script names, outside of comments and single-quoted texts: `Verb-Noun`. */
export function cmdletsIn(script: string): string[] {
  const code = script
    .replaceAll(/^\s*#.*$/gm, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/"(?:[^"`]|`.)*"/g, '""');
  return [...new Set(code.match(/\b[A-Z][a-z]+-[A-Z][A-Za-z]+\b/g) ?? [])];
}
