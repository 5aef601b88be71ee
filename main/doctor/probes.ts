import type { STSClient } from '@aws-sdk/client-sts';
import type { Secret } from '../../app/common/secret.ts';
import type { AuthenticationSeen, CheckId, Observation, Seen } from '../../app/doctor/observations.ts';
import type { CheckOrder, Probes } from '../../app/doctor/ports.ts';
import type { ServerRefusal } from '../../app/doctor/server-words.ts';
import { factsOf } from '../../app/doctor/diagnose.ts';
import type { Subject } from '../../app/doctor/subject.ts';
import { readToken } from '../../app/doctor/token.ts';
import type { Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { askCaller } from './caller.ts';
import { databaseConnection, type DatabaseConnection } from './connection.ts';
import { followAliases, lookUpName, type NameServers } from './names.ts';
import { mysqlServer } from './mysql.ts';
import { postgresServer } from './postgres.ts';
import { trusting, type Reached } from './reach.ts';
import { orSilent, within } from './within.ts';

/** A check that AWS answers, made by an adapter of its own. */
type AwsCheck = 'description' | 'simulation' | 'policies' | 'errors' | 'securityGroups';

/** A look at what AWS says. */
export type AwsLook<Check extends AwsCheck> = (
  order: CheckOrder,
  credentials: Credentials,
  signal: AbortSignal,
) => Promise<Observation<Seen[Check]>>;

/** What the probes of one run need. */
export interface ProbesNeed {
  /** Certificates of the authorities to trust, PEM. */
  readonly ca: () => Promise<Result<string>>;
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
  /** Signs a token as this database takes it. */
  readonly sign: (subject: Subject, credentials: Credentials) => Promise<Secret>;
  /** Connects to a subject through a node of Session Manager. */
  readonly through: (subject: Subject, signal: AbortSignal) => Promise<Reached>;
  readonly readClipboard: () => Promise<string>;
  readonly nameServers: () => NameServers;
  /** A client of its own for each question. */
  readonly sts: (order: CheckOrder, credentials: Credentials) => STSClient | Promise<STSClient>;
  readonly aws: { readonly [Check in AwsCheck]?: AwsLook<Check> };
  /** Told how far AWS's clock is ahead, in milliseconds. */
  readonly onClockMeasured?: (offsetMs: number) => void;
  /** What a client was told before; null where nobody says. */
  readonly reported: ServerRefusal | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const SKIPPED = { outcome: 'skipped' } as const;

function saw<T>(value: T): Observation<T> {
  return { outcome: 'seen', value };
}

/** The probes of one run. What is open is closed with `stop`. */
export function createProbes(need: ProbesNeed): Probes {
  /** Ends what runs. */
  const stop = new AbortController();
  /** Cuts the connection off, which takes its leave first. */
  const cut = new AbortController();
  let connection: DatabaseConnection | null = null;
  let credentials: Promise<Result<Credentials>> | null = null;

  const credentialsOf = ({ profile }: Subject): Promise<Result<Credentials>> =>
    (credentials ??= need.credentials(profile));

  async function open({ subject }: CheckOrder, signal: AbortSignal): Promise<DatabaseConnection | null> {
    const ca = await need.ca();
    if (!ca.ok) return null;
    return databaseConnection(
      {
        connectAddress: subject.connectAddress,
        ...(subject.tunnel !== undefined && { through: (gone) => need.through(subject, gone) }),
        databaseHost: subject.address.host,
        secureContext: trusting(ca.value),
        protocol: subject.family === 'postgres' ? postgresServer : mysqlServer(),
      },
      signal,
    );
  }

  /** How the server would want somebody else to log in, on a connection of its own. */
  async function askAs(
    order: CheckOrder,
    user: string,
    signal: AbortSignal,
  ): Promise<Observation<AuthenticationSeen>> {
    const other = await open(order, signal);
    if (other === null) return SKIPPED;
    try {
      if ((await other.reach()).state !== 'connected') return SKIPPED;
      if ((await other.secure()).state !== 'verified') return SKIPPED;
      return saw(await other.ask({ user, database: '' }));
    } finally {
      // nobody waits for a goodbye
      void other.leave().catch(() => undefined);
    }
  }

  const looks: {
    readonly [Check in CheckId]: (
      order: CheckOrder,
      signal: AbortSignal,
    ) => Promise<Observation<Seen[Check]>>;
  } = {
    reported: async () => (need.reported === null ? SKIPPED : saw(need.reported)),
    clipboard: async ({ subject }) => {
      const faults = readToken(await need.readClipboard(), subject, need.now());
      return faults === null ? SKIPPED : saw({ faults });
    },
    credentials: async ({ subject }) => {
      const found = await credentialsOf(subject);
      return saw(
        found.ok
          ? { state: 'usable', expiry: found.value.expiry }
          : { state: 'unusable', error: found.error },
      );
    },
    caller: async (order, signal) => {
      const found = await credentialsOf(order.subject);
      if (!found.ok) return SKIPPED;
      const said = await askCaller(await need.sts(order, found.value), signal);
      const offsetMs = said.outcome === 'seen' ? said.value.clockOffsetMs : null;
      if (offsetMs !== null) need.onClockMeasured?.(offsetMs);
      return said;
    },
    name: async ({ subject }) => saw(await lookUpName(subject.connectAddress.host)),
    alias: async ({ subject }, signal) =>
      saw(await followAliases(subject.address.host, need.nameServers(), signal)),
    reach: async (order) => {
      connection = await open(order, cut.signal);
      if (connection === null) return { outcome: 'failed', message: 'The CA file cannot be read.' };
      const { limitMs } = order;
      return saw(await orSilent(limitMs, connection.reach(), { state: 'timed-out', ms: limitMs }));
    },
    tls: async ({ limitMs }) =>
      connection === null ? SKIPPED : saw(await orSilent(limitMs, connection.secure(), { state: 'silent' })),
    authentication: async ({ subject: { dbUser, database } }) =>
      connection === null ? SKIPPED : saw(await connection.ask({ user: dbUser, database })),
    lowerCaseUser: (order, signal) => askAs(order, order.subject.dbUser.toLowerCase(), signal),
    masterUser: async (order, signal) => {
      const master = factsOf(order.subject, order.observations)?.masterUser ?? null;
      return master === null ? SKIPPED : askAs(order, master, signal);
    },
    signIn: async ({ subject }) => {
      const found = await credentialsOf(subject);
      if (connection === null || !found.ok) return SKIPPED;
      return saw(await connection.signIn(await need.sign(subject, found.value)));
    },
    description: (order, signal) => askAws('description', order, signal),
    simulation: (order, signal) => askAws('simulation', order, signal),
    policies: (order, signal) => askAws('policies', order, signal),
    errors: (order, signal) => askAws('errors', order, signal),
    securityGroups: (order, signal) => askAws('securityGroups', order, signal),
  };

  async function askAws<Check extends AwsCheck>(
    check: Check,
    order: CheckOrder,
    signal: AbortSignal,
  ): Promise<Observation<Seen[Check]>> {
    const look: AwsLook<Check> | undefined = need.aws[check];
    const found = await credentialsOf(order.subject);
    return look === undefined || !found.ok ? SKIPPED : look(order, found.value, signal);
  }

  return {
    run: (check, order) => within(order.limitMs, stop.signal, (signal) => looks[check](order, signal)),
    stop() {
      stop.abort();
      const leaving = connection === null ? Promise.resolve() : connection.leave();
      void leaving.catch(() => undefined).then(() => cut.abort());
    },
  };
}
