import { shellWord } from '../../common/text/shell.ts';
import { createIamUser, switchToIam, POSTGRES_ADMINISTRATORS } from '../sql/iam-user.ts';
import { takeIamFrom } from '../sql/mend-user.ts';
import { sqlEngineOf, type DatabaseFacts, type Subject } from '../subject.ts';
import type { Finding, Remedy } from './finding.ts';

/** IAM authentication is off. @param certainty `likely` where AWS could not be asked */
export function iamOff(
  subject: Subject,
  facts: DatabaseFacts | null,
  certainty: Finding['certainty'],
): Finding {
  return {
    cause: 'iam-off',
    certainty,
    headline: `IAM authentication is off for ${subject.name}.`,
    detail: 'No user can log in with a token, whatever policies allow.',
    next: 'Turn it on. No restart is needed.',
    remedies: turnOn(subject, facts),
  };
}

/** IAM authentication is to be turned on at the next maintenance window. */
export function iamPending(subject: Subject, facts: DatabaseFacts): Finding {
  return {
    cause: 'iam-change-pending',
    certainty: 'certain',
    headline: `IAM authentication is not on yet for ${subject.name}.`,
    detail: 'The change waits for the maintenance window.',
    next: 'Apply it at once, or wait.',
    remedies: turnOn(subject, facts),
  };
}

function turnOn({ region }: Subject, facts: DatabaseFacts | null): readonly Remedy[] {
  if (facts === null || facts.kind === 'proxy' || facts.kind === 'dsql') return [];
  // a member is changed through its cluster, whose name only AWS tells
  if (facts.kind === 'member' && facts.clusterResourceId === null) return [];
  const what =
    facts.kind === 'instance'
      ? `modify-db-instance --db-instance-identifier`
      : `modify-db-cluster --db-cluster-identifier`;
  const command = `aws rds ${what} ${shellWord(facts.identifier)} --enable-iam-database-authentication --apply-immediately --region ${region}`;
  return [{ kind: 'command', command }];
}

/** The server does not take tokens of this user. @param method how it wants the user to log in */
export function notAnIamUser(
  subject: Subject,
  facts: DatabaseFacts | null,
  method: string,
  certainty: Finding['certainty'],
): Finding {
  const { dbUser, family } = subject;
  const user = {
    engine: sqlEngineOf(subject),
    user: dbUser,
    masterUser: facts?.masterUser ?? null,
    identityArn: '',
  };
  const isPostgres = family === 'postgres';
  const scripts = [switchToIam(user), createIamUser(user)];
  return {
    cause: 'not-an-iam-user',
    certainty,
    headline: `${dbUser} is not an IAM user of this database.`,
    detail: `${
      isPostgres
        ? `The server asks for a password (${method}): the user has no rds_iam, or does not exist.`
        : 'The user does not have AWSAuthenticationPlugin, or does not exist.'
    }${certainty === 'likely' ? ' It is the same where IAM authentication is off.' : ''}`,
    next: isPostgres
      ? 'Have rds_iam granted to the user, or the user made.'
      : 'Have the user changed to the plugin, or made.',
    remedies: scripts.flatMap((script): Remedy[] =>
      script.ok ? [{ kind: 'sql', script: script.value }] : [],
    ),
  };
}

/** The user exists in small letters. */
export function userNameCase({ dbUser }: Subject): Finding {
  const right = dbUser.toLowerCase();
  return {
    cause: 'user-name-case',
    certainty: 'certain',
    headline: `There is no IAM user ${dbUser}; there is ${right}.`,
    detail: 'Capital and small letters count.',
    next: `Log in as ${right}.`,
    remedies: [{ kind: 'edit', field: 'dbUser', value: right }],
  };
}

/** A client does not send tokens as the server asks for them. @param words the client's or the server's */
export function cleartextOff(words: string): Finding {
  return {
    cause: 'cleartext-off',
    certainty: 'certain',
    headline:
      'The client does not send the token, because its mysql_clear_password plugin is off or missing.',
    detail: words,
    next: 'Turn the plugin on in the client (--enable-cleartext-plugin), or connect through the gateway.',
    remedies: [],
  };
}

/** Administrators came to rds_iam, so that their passwords do not work. @param who of them */
export function passwordsEnd(who: string): Finding {
  const take = takeIamFrom(POSTGRES_ADMINISTRATORS);
  const takeUser = takeIamFrom(who);
  return {
    cause: 'passwords-end',
    certainty: 'certain',
    headline: `The master user ${who} has rds_iam, so that its password does not work.`,
    detail: 'It has it directly, or through another role such as rds_superuser.',
    next: 'Take rds_iam from the role that it comes through, if passwords are needed.',
    remedies: [take, takeUser].flatMap((script): Remedy[] =>
      script.ok ? [{ kind: 'sql', script: script.value }] : [],
    ),
  };
}

/** The proxy takes no tokens. */
export function proxyIamOff({ name }: Subject, words: string): Finding {
  return {
    cause: 'proxy-iam-off',
    certainty: 'certain',
    headline: `The proxy ${name} does not take tokens.`,
    detail: words,
    next: 'Set IAM authentication of the proxy to Required for this user’s secret, or log in with a password.',
    remedies: [],
  };
}

/** The proxy does not know how to log in as the user. */
export function proxyNoSecret({ name, dbUser }: Subject, words: string): Finding {
  return {
    cause: 'proxy-no-secret',
    certainty: 'certain',
    headline: `The proxy ${name} has no credentials for ${dbUser}.`,
    detail: words,
    next: 'Add a Secrets Manager secret for this user to the proxy, or let the proxy log in with IAM end to end.',
    remedies: [],
  };
}
