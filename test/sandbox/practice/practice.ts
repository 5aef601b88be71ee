import { createHash } from 'node:crypto';
import type { AwsServer } from '../aws-server.ts';
import type { Issued } from '../certificates.ts';
import type { Instance } from '../databases.ts';
import type { Directory } from '../directory.ts';
import type { Mysql } from '../mysql.ts';
import type { Postgres } from '../postgres.ts';
import type { Answer, Call } from '../query-protocol.ts';
import type { TlsFront } from '../tls-front.ts';
import type { Verdict } from '../token-verifier.ts';
import { readMend } from './command.ts';
import {
  addPracticeRole,
  BROKEN_DATABASES,
  isIamMember,
  PRACTICE_PLACE,
  practiceInstance,
} from './databases.ts';
import type { Applied } from './page.ts';

/** The broken databases, behind ports of their own. */
export interface Practice {
  readonly instances: readonly Instance[];
  readonly stop: () => Promise<void>;
}

/**
 * Opens a port for each, and writes the role's policies. Where MariaDB's server is not installed, all of them are on the
 * embedded PostgreSQL.
 */
export async function startPractice(parts: {
  readonly postgres: Postgres;
  readonly mysql: Mysql | null;
  readonly certificate: Issued;
  readonly directory: Directory;
  /** The database as it is now. */
  readonly find: (id: string) => Instance | undefined;
  readonly check: (id: string) => (user: string, token: string) => Verdict;
}): Promise<Practice> {
  const { postgres, mysql, certificate, find, check } = parts;
  const fronts: TlsFront[] = [];
  const instances: Instance[] = [];
  for (const broken of BROKEN_DATABASES) {
    const engine = mysql === null ? 'postgres' : broken.engine;
    const at = { certificate, check: check(broken.id) };
    const isIamOn = (): boolean => find(broken.id)?.iam === true;
    const front =
      mysql === null || engine === 'postgres'
        ? await postgres.open({
            ...at,
            isIamUser: async (user) => isIamOn() && isIamMember(postgres, user),
          })
        : // its server has no accounts: with IAM on, whoever has a token is a user of it
          await mysql.open({ ...at, isIamUser: isIamOn });
    fronts.push(front);
    instances.push(practiceInstance({ ...broken, engine }, { host: 'localhost', port: front.port }));
  }
  addPracticeRole(parts.directory, instances);
  return {
    instances,
    stop: async () => {
      for (const front of fronts) await front.stop();
    },
  };
}

/** Applies what was copied, with the rights of the account's administrator. */
export async function applyMend(
  parts: {
    readonly aws: Pick<AwsServer, 'perform'>;
    readonly postgres: Pick<Postgres, 'admin'>;
    readonly directory: Directory;
    readonly now: () => number;
  },
  text: string,
): Promise<Applied> {
  const mend = readMend(text);
  if (typeof mend === 'string') return { ok: false, message: mend };
  if (mend.kind === 'sql') {
    return parts.postgres.admin(mend.sql).then(
      () => ({ ok: true, message: 'The SQL was run.' }),
      (cause: unknown) => ({
        ok: false,
        message: cause instanceof Error ? cause.message : 'The SQL failed.',
      }),
    );
  }
  const [service, call]: [string, Pick<Call, 'action' | 'params'> & { readonly region: string | null }] =
    mend.kind === 'call'
      ? [mend.service, mend]
      : ['iam', { action: 'PutRolePolicy', params: pastedPolicy(mend.json), region: null }];
  const answer: Answer = parts.aws.perform(service, {
    action: call.action,
    params: call.params,
    region: call.region ?? PRACTICE_PLACE.region,
    identity: parts.directory.developer,
    now: parts.now(),
  });
  return answer.ok
    ? { ok: true, message: `${call.action} was applied.` }
    : { ok: false, message: `${answer.error.code}: ${answer.error.message}` };
}

/** A policy alone is for the role of the profile, under a name of its own. */
function pastedPolicy(json: string): ReadonlyMap<string, string> {
  return new Map([
    ['RoleName', 'database-reader'],
    ['PolicyName', `pasted-${createHash('sha256').update(json).digest('hex').slice(0, 8)}`],
    ['PolicyDocument', json],
  ]);
}
