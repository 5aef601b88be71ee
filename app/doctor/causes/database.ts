import { letIn, letIntoDatabase, type UserObstacle } from '../sql/mend-user.ts';
import { switchToIam } from '../sql/iam-user.ts';
import { sqlEngineOf, type Subject } from '../subject.ts';
import type { Finding, Remedy } from './finding.ts';

const IAM_WORKS = 'IAM works: the token was accepted.';

/** The token was good, and the database does not let the user in. @param words the server's */
export function userNotLetIn(subject: Subject, obstacle: UserObstacle, words: string): Finding {
  const script = letIn(sqlEngineOf(subject), subject.dbUser, obstacle);
  const headlines: Record<UserObstacle, string> = {
    'no-login': `${subject.dbUser} may not log in: it is a role without LOGIN.`,
    locked: `The account of ${subject.dbUser} is locked.`,
    'connection-limit': `${subject.dbUser} has as many connections as it may have.`,
  };
  return {
    cause: 'user-not-let-in',
    certainty: 'certain',
    headline: headlines[obstacle],
    detail: `${words} ${IAM_WORKS}`,
    next:
      obstacle === 'connection-limit'
        ? 'Close some of its connections, or have the limit raised.'
        : 'Ask whoever administers the database.',
    remedies: sqlRemedy(script),
  };
}

/** There is no such database. */
export function databaseMissing({ database, name, dbUser }: Subject): Finding {
  const named = database === '' ? dbUser : database;
  return {
    cause: 'database-missing',
    certainty: 'certain',
    headline: `There is no database ${named} on ${name}.`,
    detail:
      database === ''
        ? `No database was named, so that the server took the user’s name. ${IAM_WORKS}`
        : IAM_WORKS,
    next: 'Choose a database that exists.',
    remedies: [{ kind: 'edit', field: 'database', value: '' }],
  };
}

/** The user may not connect to the database. */
export function databaseDenied(subject: Subject): Finding {
  const { database, dbUser } = subject;
  return {
    cause: 'database-denied',
    certainty: 'certain',
    headline: `${dbUser} may not use the database ${database}.`,
    detail: IAM_WORKS,
    next: 'Have the privilege granted, or choose another database.',
    remedies: sqlRemedy(letIntoDatabase(sqlEngineOf(subject), dbUser, database)),
  };
}

/** Only administrators can connect any more. @param words the server's */
export function slotsReserved({ name }: Subject, words: string): Finding {
  return {
    cause: 'slots-reserved',
    certainty: 'certain',
    headline: `${name} has no room for another connection but for administrators.`,
    detail: `${words}. ${IAM_WORKS}`,
    next: 'Close connections that nobody uses, or put a pool or RDS Proxy between.',
    remedies: [],
  };
}

/** Aurora DSQL refuses. @param hint the server's, which names principal and action */
export function dsqlRefused(subject: Subject, hint: string, arn: string | null): Finding {
  const identityArn = arn === null ? 'ROLE-ARN' : iamArnOf(arn);
  const user = { engine: 'dsql', user: subject.dbUser, masterUser: null, identityArn } as const;
  return {
    cause: 'dsql-refused',
    certainty: 'certain',
    headline: `Aurora DSQL does not let this identity be ${subject.dbUser}.`,
    detail: hint,
    next: 'Have the database role granted to the identity, by an administrator of the cluster.',
    remedies: subject.dbUser === 'admin' ? [] : sqlRemedy(switchToIam(user)),
  };
}

/** The server said something that is no known cause. */
export function serverWords({ name }: Subject, words: string): Finding {
  return {
    cause: 'server-words',
    certainty: 'likely',
    headline: `${name} did not let the user in.`,
    detail: words,
    next: 'Look into the log of the database.',
    remedies: [],
  };
}

/** A role's session as the role, which is what is granted; its path is lost, so that one may have to be added. */
function iamArnOf(arn: string): string {
  return arn.replace(/^(arn:[^:]*):sts:(.*):assumed-role\/([^/]+)\/.*$/, '$1:iam:$2:role/$3');
}

function sqlRemedy(script: ReturnType<typeof letIn>): readonly Remedy[] {
  return script.ok ? [{ kind: 'sql', script: script.value }] : [];
}
