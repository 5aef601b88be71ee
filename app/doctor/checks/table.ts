import type { CauseId } from '../causes/cause.ts';
import type { CheckId, Observations } from '../observations.ts';
import { factsOf } from '../diagnose.ts';
import { principalOf } from '../policy/principal.ts';
import { awsHostName } from '../../endpoints/model.ts';
import { policyTargetOf, type Subject } from '../subject.ts';
import { seen } from '../observations.ts';

/** A check, as data. */
export interface Check {
  /** Checks that must have ended before. */
  readonly needs: readonly CheckId[];
  /** Whether there is anything to check, once those have ended. */
  readonly isDue: (subject: Subject, observations: Observations) => boolean;
  /** How long it may take, in milliseconds. */
  readonly limitMs: number;
  /** What AWS must allow for it; null where nothing is needed. */
  readonly permission: string | null;
  /** Which causes it can show. */
  readonly finds: readonly CauseId[];
  /** What is looked at, as one says that it could not be. */
  readonly title: string;
  /** Whether it runs only when somebody asks for more. */
  readonly onRequest: boolean;
}

const always = (): boolean => true;

const hasCredentials = (_subject: Subject, observations: Observations): boolean =>
  seen(observations, 'credentials')?.state === 'usable';

/** Whether there is an identity with policies of its own, and something to ask about. */
function hasPolicies(subject: Subject, observations: Observations): boolean {
  const caller = seen(observations, 'caller');
  const kind = caller?.state === 'known' ? principalOf(caller.arn)?.kind : undefined;
  const isKnown = policyTargetOf(subject, factsOf(subject, observations)) !== null;
  return isKnown && (kind === 'user' || kind === 'role' || kind === 'permission-set');
}

/** All checks, from cheap to deep. Times are what each usually takes, times three. */
export const CHECKS: { readonly [Id in CheckId]: Check } = {
  reported: {
    needs: [],
    isDue: always,
    limitMs: 100,
    permission: null,
    finds: ['client-without-tls', 'cleartext-off'],
    title: 'The client’s words',
    onRequest: false,
  },
  clipboard: {
    needs: [],
    isDue: always,
    limitMs: 300,
    permission: null,
    finds: ['token-damaged', 'token-ended', 'token-for-another'],
    title: 'The clipboard',
    onRequest: false,
  },
  credentials: {
    needs: [],
    isDue: always,
    limitMs: 1_500,
    permission: null,
    finds: ['credentials-unusable'],
    title: 'The profile’s credentials',
    onRequest: false,
  },
  caller: {
    needs: ['credentials'],
    isDue: hasCredentials,
    limitMs: 1_500,
    permission: null,
    finds: ['credentials-ended', 'clock-wrong', 'clock-drifting', 'other-account'],
    title: 'Who AWS says this is',
    onRequest: false,
  },
  description: {
    needs: ['credentials'],
    isDue: hasCredentials,
    limitMs: 2_000,
    permission: 'rds:DescribeDBInstances',
    finds: [
      'other-account',
      'wrong-port',
      'alias-signed',
      'database-not-available',
      'iam-change-pending',
      'iam-off',
      'proxy-iam-off',
    ],
    title: 'What AWS says of the database',
    onRequest: false,
  },
  name: {
    needs: [],
    // the node looks it up
    isDue: ({ tunnel }) => tunnel === undefined,
    limitMs: 800,
    permission: null,
    finds: ['unreachable'],
    title: 'The host’s name',
    onRequest: false,
  },
  alias: {
    needs: [],
    isDue: ({ address }) => awsHostName(address.host) === null,
    limitMs: 800,
    permission: null,
    finds: ['alias-signed'],
    title: 'What the host’s name stands for',
    onRequest: false,
  },
  reach: {
    needs: ['name'],
    isDue: (_subject, observations) => seen(observations, 'name')?.state !== 'not-found',
    limitMs: 1_500,
    permission: null,
    finds: ['unreachable'],
    title: 'Whether the host answers',
    onRequest: false,
  },
  tls: {
    needs: ['reach'],
    isDue: (_subject, observations) => seen(observations, 'reach')?.state === 'connected',
    limitMs: 1_500,
    permission: null,
    finds: [
      'database-not-available',
      'wrong-port',
      'unreachable',
      'no-tls',
      'certificate-unknown',
      'certificate-expired',
      'name-mismatch',
      'connections-full',
    ],
    title: 'The certificate',
    onRequest: false,
  },
  authentication: {
    needs: ['tls'],
    isDue: (_subject, observations) => seen(observations, 'tls')?.state === 'verified',
    limitMs: 1_000,
    permission: null,
    finds: ['database-not-available', 'connections-full', 'proxy-iam-off', 'not-an-iam-user'],
    title: 'How the server wants the user to log in',
    onRequest: false,
  },
  lowerCaseUser: {
    needs: ['authentication'],
    isDue: ({ dbUser, family }, observations) =>
      family === 'postgres' &&
      dbUser !== dbUser.toLowerCase() &&
      seen(observations, 'authentication')?.asks === 'password',
    limitMs: 700,
    permission: null,
    finds: ['user-name-case'],
    title: 'The user in small letters',
    onRequest: false,
  },
  masterUser: {
    needs: ['authentication', 'description'],
    isDue: (subject, observations) => {
      const facts = factsOf(subject, observations);
      const master = facts?.masterUser ?? null;
      return (
        subject.family === 'postgres' &&
        facts?.proxy === null &&
        master !== null &&
        master !== subject.dbUser &&
        seen(observations, 'tls')?.state === 'verified'
      );
    },
    limitMs: 700,
    permission: null,
    finds: ['passwords-end'],
    title: 'The master user',
    onRequest: false,
  },
  simulation: {
    needs: ['caller', 'description'],
    isDue: hasPolicies,
    limitMs: 1_500,
    permission: 'iam:SimulatePrincipalPolicy',
    finds: [
      'condition-unsupported',
      'policy-denies',
      'policy-missing',
      'boundary-denies',
      'organization-denies',
    ],
    title: 'What IAM’s simulator says',
    onRequest: false,
  },
  policies: {
    needs: ['caller', 'description'],
    isDue: hasPolicies,
    limitMs: 1_500,
    permission: 'iam:ListAttachedRolePolicies',
    finds: [
      'condition-unsupported',
      'former-resource-id',
      'policy-wrong-arn',
      'policy-denies',
      'policy-missing',
      'boundary-denies',
    ],
    title: 'The identity’s own policies',
    onRequest: false,
  },
  signIn: {
    needs: ['authentication', 'credentials', 'lowerCaseUser'],
    isDue: (subject, observations) => {
      const asks = seen(observations, 'authentication')?.asks;
      const isVerified = seen(observations, 'tls')?.state === 'verified';
      const isAsked = asks === 'token' || asks === 'perhaps-token';
      return hasCredentials(subject, observations) && isVerified && isAsked;
    },
    limitMs: 2_000,
    permission: null,
    finds: [
      'proxy-no-secret',
      'not-an-iam-user',
      'policy-missing',
      'proxy-role',
      'session-policy',
      'user-not-let-in',
      'database-missing',
      'database-denied',
      'slots-reserved',
      'dsql-refused',
      'server-words',
    ],
    title: 'A login',
    onRequest: false,
  },
  errors: {
    needs: ['caller', 'description'],
    isDue: hasCredentials,
    limitMs: 3_000,
    permission: 'logs:FilterLogEvents',
    finds: ['policy-missing', 'throttled', 'low-memory'],
    title: 'The database’s IAM error log and metrics',
    onRequest: true,
  },
  securityGroups: {
    needs: ['caller', 'description'],
    isDue: hasCredentials,
    limitMs: 3_000,
    permission: 'ec2:DescribeSecurityGroups',
    finds: ['unreachable'],
    title: 'The security groups',
    onRequest: true,
  },
};

/** The checks in their order. */
export const CHECK_IDS = [
  'reported',
  'clipboard',
  'credentials',
  'name',
  'alias',
  'caller',
  'description',
  'reach',
  'tls',
  'authentication',
  'lowerCaseUser',
  'masterUser',
  'simulation',
  'policies',
  'signIn',
  'errors',
  'securityGroups',
] as const satisfies readonly CheckId[];

/** How long a node may take to be found, and to connect, in milliseconds. */
const THROUGH_NODE_LIMIT_MS = 12_000;

/** How long a check of a subject may take, in milliseconds. */
export function limitOf(check: CheckId, { tunnel }: Pick<Subject, 'tunnel'>): number {
  return tunnel !== undefined && check === 'reach' ? THROUGH_NODE_LIMIT_MS : CHECKS[check].limitMs;
}
