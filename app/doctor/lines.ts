import { duration } from './causes/identity.ts';
import { keepsOut, type CauseId } from './causes/cause.ts';
import { CHECK_IDS, CHECKS } from './checks/table.ts';
import { diagnose, factsOf } from './diagnose.ts';
import { IN_SHORT } from './causes/short.ts';
import type { Line } from './model.ts';
import { seen, type CheckId, type Observations, type Unseen } from './observations.ts';
import { connectAction } from './policy/database.ts';
import { principalOf } from './policy/principal.ts';
import type { Subject } from './subject.ts';

/** A line's checks, and the causes that make it a problem. */
interface Source {
  readonly checks: readonly CheckId[];
  readonly causes: readonly CauseId[];
  readonly title: (subject: Subject) => string;
  /** What is said where it is fine. */
  readonly text: (subject: Subject, observations: Observations) => string;
  /** What stands beside it where it is fine; null where nothing has been seen. */
  readonly note: (subject: Subject, observations: Observations, now: number) => string | null;
}

function actionOf({ service, dbUser }: Subject): string {
  return connectAction({ service: service === 'dsql' ? 'dsql' : 'rds-db' }, dbUser);
}

const SOURCES: { readonly [Id in Line['id']]: Source } = {
  identity: {
    checks: ['credentials', 'caller'],
    causes: ['credentials-unusable', 'credentials-ended', 'other-account'],
    title: () => 'Credentials',
    text: (subject, observations) => {
      const caller = seen(observations, 'caller');
      const principal = caller?.state === 'known' ? principalOf(caller.arn) : null;
      const name = principal === null || principal.kind === 'root' ? subject.profile : principal.name;
      return `Signed in as ${name}`;
    },
    note: (_subject, observations, now) => {
      const credentials = seen(observations, 'credentials');
      if (credentials?.state !== 'usable' || seen(observations, 'caller')?.state !== 'known') return null;
      const { expiry } = credentials;
      return expiry.kind === 'at' ? `${duration(expiry.time - now)} left` : '';
    },
  },
  clock: {
    checks: ['caller'],
    causes: ['clock-wrong', 'clock-drifting'],
    title: () => 'Clock',
    text: () => 'Clock in step with AWS',
    note: (_subject, observations) => {
      const offset = seen(observations, 'caller')?.clockOffsetMs ?? null;
      return offset === null ? null : `${(Math.abs(offset) / 1_000).toFixed(1)} s`;
    },
  },
  iam: {
    checks: ['description'],
    causes: ['iam-off', 'iam-change-pending', 'proxy-iam-off', 'database-not-available'],
    title: () => 'IAM authentication',
    text: () => 'IAM authentication is on',
    note: (subject, observations) => {
      if (seen(observations, 'description')?.state !== 'found') return null;
      return factsOf(subject, observations)?.kind ?? null;
    },
  },
  host: {
    checks: ['name', 'alias', 'reach', 'tls'],
    causes: [
      'wrong-region',
      'alias-signed',
      'wrong-port',
      'unreachable',
      'no-tls',
      'certificate-unknown',
      'certificate-expired',
      'name-mismatch',
      'connections-full',
    ],
    title: () => 'Host and certificate',
    text: () => 'Host answers, certificate verified',
    note: (_subject, observations) => {
      const reach = seen(observations, 'reach');
      const isVerified = seen(observations, 'tls')?.state === 'verified';
      return isVerified && reach !== null ? `${Math.round(reach.ms)} ms` : null;
    },
  },
  user: {
    checks: ['authentication', 'lowerCaseUser'],
    causes: ['not-an-iam-user', 'user-name-case', 'proxy-no-secret', 'user-not-let-in', 'dsql-refused'],
    title: ({ dbUser }) => dbUser,
    text: ({ dbUser }) => `${dbUser} is an IAM user`,
    note: ({ family, service }, observations) => {
      if (seen(observations, 'authentication')?.asks !== 'token') return null;
      return service === 'dsql' ? '' : family === 'postgres' ? 'rds_iam' : 'plugin';
    },
  },
  policy: {
    checks: ['simulation', 'policies'],
    causes: [
      'condition-unsupported',
      'former-resource-id',
      'policy-wrong-arn',
      'policy-denies',
      'policy-missing',
      'boundary-denies',
      'proxy-role',
      'session-policy',
    ],
    title: actionOf,
    text: actionOf,
    note: (_subject, observations) => {
      const isIn = seen(observations, 'signIn')?.state === 'in';
      return isIn || seen(observations, 'simulation')?.decision === 'allowed' ? 'allowed' : null;
    },
  },
  organization: {
    checks: ['simulation'],
    causes: ['organization-denies'],
    title: () => 'Organization policies',
    text: () => 'Organization policies',
    note: (_subject, observations) => {
      const isIn = seen(observations, 'signIn')?.state === 'in';
      const simulation = seen(observations, 'simulation');
      const isTold = simulation?.decision === 'allowed' || (simulation?.withoutOrganization ?? null) !== null;
      return isIn || isTold ? 'allow it' : null;
    },
  },
  signIn: {
    checks: ['signIn'],
    causes: [
      'database-missing',
      'database-denied',
      'slots-reserved',
      'server-words',
      'throttled',
      'low-memory',
    ],
    title: () => 'Login',
    text: ({ name }) => `Logged in to ${name}`,
    note: (_subject, observations) => {
      const signIn = seen(observations, 'signIn');
      return signIn?.state === 'in' ? `${Math.round(signIn.ms)} ms` : null;
    },
  },
};

/** The lines, in their order. */
export const LINE_IDS = [
  'identity',
  'clock',
  'iam',
  'host',
  'user',
  'policy',
  'organization',
  'signIn',
] as const satisfies readonly Line['id'][];

/**
 * What is shown of each part of the way in.
 *
 * @param isOver whether nothing more is looked at
 * @param now in milliseconds since the epoch
 */
export function linesOf(
  subject: Subject,
  observations: Observations,
  isOver: boolean,
  now: number,
): readonly Line[] {
  const { findings } = diagnose(subject, observations);
  return LINE_IDS.map((id) => {
    const { checks, causes, title, text, note } = SOURCES[id];
    const finding = findings.find(({ cause }) => causes.includes(cause));
    if (finding !== undefined) {
      const state = keepsOut(finding.cause) ? 'problem' : 'warning';
      return { id, state, text: title(subject), note: IN_SHORT[finding.cause] };
    }
    const fine = note(subject, observations, now);
    if (fine !== null) return { id, state: 'fine', text: text(subject, observations), note: fine };
    const waits = !isOver && checks.some((check) => observations[check] === undefined);
    return waits
      ? { id, state: 'waiting', text: title(subject), note: '' }
      : { id, state: 'unknown', text: title(subject), note: whyUnknown(checks, observations) };
  });
}

/** Why nothing is known, in a word or two. */
function whyUnknown(checks: readonly CheckId[], observations: Observations): string {
  const outcomes = checks.flatMap((check) => observations[check] ?? []);
  if (outcomes.some(({ outcome }) => outcome === 'not-allowed')) return 'no permission to check';
  if (outcomes.some(({ outcome }) => outcome === 'timed-out')) return 'no answer in time';
  if (outcomes.some(({ outcome }) => outcome === 'failed')) return 'could not be checked';
  return 'not checked';
}

/** What could not be looked at, and why: a sentence each. */
export function notLookedAt(observations: Observations): readonly string[] {
  return CHECK_IDS.flatMap((check) => {
    const { title } = CHECKS[check];
    const observation = observations[check];
    if (observation?.outcome !== 'seen') return whyNot(title, observation ?? { outcome: 'skipped' });
    if (check !== 'errors') return [];
    const errors = seen(observations, 'errors');
    return [
      ...whyNot('The database’s IAM error log', errors?.logUnseen ?? { outcome: 'skipped' }),
      ...whyNot('The database’s metrics', errors?.metricsUnseen ?? { outcome: 'skipped' }),
    ];
  });
}

function whyNot(title: string, unseen: Unseen): readonly string[] {
  switch (unseen.outcome) {
    case 'not-allowed':
      return [`${title}: not allowed to look (${unseen.permission}).`];
    case 'timed-out':
      return [`${title}: no answer in time.`];
    case 'failed':
      return [`${title}: ${unseen.message}`];
    default:
      return [];
  }
}
