import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { EndpointsApi } from '../endpoints/module.ts';
import type { Credentials } from '../profiles/model.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { TunnelsApi } from '../tunnels/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import { createAccess } from './access/service.ts';
import { findSignIns } from './access/sign-in-as.ts';
import { clockNewsOf } from './answers/clock.ts';
import { createClientFailures } from './answers/client-failures.ts';
import type { ClientFailure, ClockNews } from './answers/model.ts';
import { createAnswers, type ProbesFor } from './answers/service.ts';
import type { doctorContract } from './contract.ts';
import { copyable } from './copyable.ts';
import type { Report } from './model.ts';
import type { Probes } from './ports.ts';
import { reportText } from './report.ts';
import type { ServerRefusal } from './server-words.ts';
import { IAM_USERS_QUERY, iamUsersFrom } from './sql/iam-users.ts';
import { askedOf, keyOf, type Asked, type DoctorRef } from './subject-for.ts';
import { sqlEngineOf, type Subject } from './subject.ts';

/** What the doctor needs from outside. */
export interface DoctorModulePorts {
  /** Probes of their own for each run. */
  readonly probes: (
    run: ProbesFor & {
      readonly credentials: (profile: string) => Promise<Result<Credentials>>;
      readonly sessions: Pick<TunnelsApi, 'start' | 'worked' | 'end' | 'proxies'>;
    },
  ) => Probes;
  /**
   * Logs in and asks the database one question that changes nothing, over verified TLS.
   *
   * @returns its rows, as they came; `access-denied` with the server's words, or `unreachable`
   */
  readonly query: (
    subject: Subject,
    sql: string,
    by: { readonly caFile: string | null; readonly credentials: Credentials },
  ) => Promise<Result<readonly unknown[]>>;
  /** Tells how far AWS's clock is ahead, in milliseconds, whenever an answer of AWS's has been measured. */
  readonly onClockMeasured: (told: (offsetMs: number) => void) => void;
}

/** What the doctor takes from others. */
interface Needs {
  readonly clock: Clock;
  readonly copyText: CopyText;
  readonly connections: ConnectionsApi;
  readonly endpoints: EndpointsApi;
  readonly profiles: ProfilesApi;
  readonly settings: SettingsApi;
  readonly tunnels: TunnelsApi;
}

/** What other modules can ask the doctor. */
export type DoctorApi = ReturnType<typeof createDoctorModule>['api'];

/**
 * How long an explanation holds, in milliseconds: pools connect again and again, and each time AWS and the database
 * would be asked.
 */
const EXPLAIN_AGAIN_MS = 20_000;

/** Makes the doctor: "Can I connect?", and the policy or SQL that is missing. */
export function createDoctorModule(
  ports: DoctorModulePorts,
  { clock, copyText, connections, endpoints, profiles, settings, tunnels }: Needs,
  emit: EmitOf<typeof doctorContract>,
) {
  const { credentials } = profiles;
  const caFileOf = (own: string | null): string | null => own ?? settings.current().caFile;
  const probes = ({ caFile, reported }: ProbesFor): Probes =>
    ports.probes({ caFile: caFileOf(caFile), reported, credentials, sessions: tunnels });
  const answers = createAnswers({ clock, probes, onAnswer: (answer) => emit('answered', answer) });
  const access = createAccess({ probes, lastSeen: answers.lastSeen });
  const failures = createClientFailures(clock, (failure) => emit('clientFailed', failure));
  let clockNews: ClockNews | null = null;
  ports.onClockMeasured((offsetMs) => {
    const next = clockNewsOf(offsetMs);
    if (next?.headline === clockNews?.headline) return;
    clockNews = next;
    emit('clock', { clock: next });
  });

  const asked = (ref: DoctorRef): Result<Asked> =>
    askedOf(ref, {
      endpoint: endpoints.get,
      connection: connections.find,
      signingRegion: endpoints.signingRegion,
      defaultRoute: tunnels.defaultRouteOf,
      accountOf: (name) =>
        profiles.list().profiles.find((one) => one.name === name)?.identity?.account ?? null,
    });

  /** Users who are known here by name. */
  const usersBefore = (): readonly string[] => [
    ...Object.values(endpoints.signIns()).map(({ dbUser }) => dbUser),
    ...connections.list().map(({ dbUser }) => dbUser),
  ];

  async function iamUsers(of: Asked): Promise<Result<readonly unknown[]>> {
    if (of.subject.tunnel !== undefined) {
      return fail('gateway-needed', 'Latchkey asks this over a direct connection, and none leads there.', {
        hint: 'Open the connection in a client, and look at the members of rds_iam there.',
      });
    }
    const found = await credentials(of.subject.profile);
    if (!found.ok) return found;
    const sql = IAM_USERS_QUERY[sqlEngineOf(of.subject)];
    return ports.query(of.subject, sql, { caFile: caFileOf(of.caFile), credentials: found.value });
  }

  /** What a connection's doctor says, in words for a terminal or a ticket. */
  async function tell(connectionId: string): Promise<Result<{ report: Report; text: string }>> {
    const of = asked({ connectionId });
    if (!of.ok) return of;
    const report = await answers.check(of.value);
    return succeed({ report, text: reportText(of.value.subject, report) });
  }

  const handlers: HandlersOf<typeof doctorContract> = {
    async check({ subject, afterTheFact }) {
      const of = asked(subject);
      if (!of.ok) return of;
      failures.forget(of.value.key);
      await answers.check(of.value, { afterTheFact });
      return succeed({});
    },
    async cancel({ subject }) {
      answers.cancel(keyOf(subject));
      return succeed({});
    },
    async policy({ subject, users }) {
      const of = asked(subject);
      return of.ok ? access.policy(of.value, users) : of;
    },
    async sql({ subject, sql }) {
      const of = asked(subject);
      return of.ok ? access.sql(of.value, sql) : of;
    },
    async checkPolicy({ subject, text }) {
      const of = asked(subject);
      return of.ok ? access.checkPolicy(of.value, text) : of;
    },
    async signInAs({ subject }) {
      // who asks this has nobody to log in as yet
      const of = asked('endpointId' in subject ? { ...subject, dbUser: '', database: '' } : subject);
      if (!of.ok) return of;
      return succeed(await findSignIns({ probes, knownOf: access.knownOf, usersBefore }, of.value));
    },
    async iamUsers({ subject }) {
      const of = asked(subject);
      if (!of.ok) return of;
      const rows = await iamUsers(of.value);
      return rows.ok ? succeed({ users: [...iamUsersFrom(rows.value)] }) : rows;
    },
    async copy({ subject, what }) {
      const of = asked(subject);
      if (!of.ok) return of;
      const report = answers.list().find(({ key }) => key === of.value.key)?.report ?? null;
      const text = await copyable(access, of.value, report, what);
      return text.ok ? copyText(text.value) : text;
    },
  };
  const snapshot: SnapshotOf<typeof doctorContract> = () => ({
    doctorAnswers: answers.list(),
    clientFailures: failures.list(),
    clockNews,
  });
  return {
    api: {
      tell,
      /** A client in a terminal ended with an error as soon as it had started. */
      clientFailed: (
        ref: { readonly connectionId: string } | { readonly endpointId: string },
        failure: Pick<ClientFailure, 'client' | 'exitCode' | 'ranMs'>,
      ): void => failures.add(keyOf(ref), failure),
      /**
       * Why the database refused a client: the first cause that was found, in words; null where none was.
       *
       * @param refusal the server's own words
       */
      async explain(connectionId: string, refusal: ServerRefusal): Promise<Failure | null> {
        const of = asked({ connectionId });
        if (!of.ok) return null;
        const { findings, verdict } = await answers.recent(of.value, EXPLAIN_AGAIN_MS, { reported: refusal });
        const [first] = findings;
        if (first === undefined || verdict === 'yes') return null;
        const likely = first.certainty === 'likely' ? 'Likely: ' : '';
        return fail('access-denied', `${likely}${first.headline}`, { hint: first.next }).error;
      },
    },
    handlers,
    snapshot,
    stop: answers.stop,
  };
}
