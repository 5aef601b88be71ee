/** Something that was copied to mend a database. */
export type Mend =
  | {
      readonly kind: 'call';
      readonly service: 'iam' | 'rds';
      readonly action: string;
      readonly params: ReadonlyMap<string, string>;
      /** Null where the command names none. */
      readonly region: string | null;
    }
  | { readonly kind: 'sql'; readonly sql: string }
  /** A policy by itself, as JSON. */
  | { readonly kind: 'policy'; readonly json: string };

/** What of the AWS CLI's commands is understood, with the names of the API's parameters. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'iam put-role-policy': {
    '--role-name': 'RoleName',
    '--policy-name': 'PolicyName',
    '--policy-document': 'PolicyDocument',
  },
  'iam put-user-policy': {
    '--user-name': 'UserName',
    '--policy-name': 'PolicyName',
    '--policy-document': 'PolicyDocument',
  },
  'iam create-policy': { '--policy-name': 'PolicyName', '--policy-document': 'PolicyDocument' },
  'iam attach-role-policy': { '--role-name': 'RoleName', '--policy-arn': 'PolicyArn' },
  'rds modify-db-instance': { '--db-instance-identifier': 'DBInstanceIdentifier' },
  'rds start-db-instance': { '--db-instance-identifier': 'DBInstanceIdentifier' },
};

/** Options of `rds modify-db-instance` that have no value. */
const SWITCHES: Readonly<Record<string, readonly [name: string, value: string]>> = {
  '--enable-iam-database-authentication': ['EnableIAMDatabaseAuthentication', 'true'],
  '--no-enable-iam-database-authentication': ['EnableIAMDatabaseAuthentication', 'false'],
  '--apply-immediately': ['ApplyImmediately', 'true'],
};

/**
 * Reads what somebody has pasted: a command of the AWS CLI, SQL, or a policy.
 *
 * @returns a sentence that says what is wrong, where it is none of these
 */
export function readMend(text: string): Mend | string {
  const pasted = text.trim();
  if (pasted.startsWith('{')) return { kind: 'policy', json: pasted };
  if (/^(?:create|alter|grant|revoke|drop)\s/i.test(pasted)) return { kind: 'sql', sql: pasted };
  const words = shellWords(pasted);
  if (words === null) return 'A quote in the command does not end.';
  const [program, service, operation, ...rest] = words;
  const known = COMMANDS[`${service} ${operation}`];
  if (program !== 'aws' || known === undefined || (service !== 'iam' && service !== 'rds')) {
    return 'Paste a command that begins with aws iam or aws rds, SQL, or a policy.';
  }
  const params = new Map<string, string>();
  let region: string | null = null;
  for (let at = 0; at < rest.length; at += 1) {
    const option = rest[at] ?? '';
    const set = SWITCHES[option];
    if (set !== undefined && operation === 'modify-db-instance') {
      params.set(...set);
      continue;
    }
    at += 1;
    const value = rest[at];
    if (value === undefined) return `${option} has no value.`;
    if (option === '--region') region = value;
    else if (known[option] !== undefined) params.set(known[option], value);
    else return `The sandbox does not know ${option}.`;
  }
  const action = (operation ?? '')
    .replaceAll(/(?:^|-)([a-z])/g, (_all, letter: string) => letter.toUpperCase())
    .replace('Db', 'DB');
  return { kind: 'call', service, action, params, region };
}

/**
 * The words of a command for a POSIX shell, which expands nothing here.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_02
 *
 * @returns null where a quote does not end
 */
export function shellWords(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  // a line that is continued is one, but within single quotes a backslash and a newline are themselves (2.2.1, 2.2.2)
  const token = /(\\\r?\n)|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|(\s+)|([^\s'"\\])/y;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return null;
    const [, continued, single, double, escaped, space, plain] = found;
    if (continued !== undefined) continue;
    if (space !== undefined) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const piece = single ?? double?.replaceAll(/\\(?:\r?\n|([$`"\\]))/g, '$1') ?? escaped ?? plain ?? '';
    word = `${word ?? ''}${piece}`;
  }
  return word === null ? words : [...words, word];
}
