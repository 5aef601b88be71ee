import type { CheckId } from '../../app/doctor/observations.ts';
import type { ServerRefusal } from '../../app/doctor/server-words.ts';
import { Secret } from '../../app/common/secret.ts';
import { runChecks, type Progress } from '../../app/doctor/run.ts';
import type { DatabaseFacts, Subject } from '../../app/doctor/subject.ts';
import { succeed, type Result } from '../../app/common/result.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { systemClock } from '../../main/clock.ts';
import type { NameServers } from '../../main/doctor/names.ts';
import { createProbes } from '../../main/doctor/probes.ts';
import { signWithRdsSigner } from '../../main/tokens/rds-signer.ts';
import { startStubSts, type StubSts } from '../main/doctor/stub-sts.ts';
import type { SeenRequest } from '../sandbox/aws-server.ts';
import { credentialsOf, startDoctorAws, type AwsState } from './doctor-aws.ts';
import { startDoctorLab, type DoctorLab } from './doctor-lab.ts';

/** All that can be spoilt of one run; it begins healthy. */
export interface Patient {
  subject: Subject;
  readonly aws: AwsState;
  /** The CA that is trusted, PEM. */
  ca: string;
  /** What is on the clipboard. */
  clipboard: string;
  reported: ServerRefusal | null;
  credentials: Result<Credentials>;
  /** DNS's other names. */
  readonly aliases: Record<string, string>;
  readonly onRequest: Set<CheckId>;
  /** How far this computer's clock is fast, in milliseconds; AWS's and the server's are right. */
  clockFastMs: number;
  /** Undone after the run, the last first. */
  readonly undo: (() => Promise<unknown>)[];
}

/** The lab with everything that a run of the doctor needs. */
export interface DoctorBench {
  readonly lab: DoctorLab;
  readonly sts: StubSts;
  /** What AWS was asked, STS apart, oldest first. */
  readonly asked: () => readonly SeenRequest[];
  /** A healthy one. */
  readonly patient: (engine: 'postgres' | 'mariadb') => Patient;
  /** Runs the doctor as the application does, and makes everything well again. */
  readonly diagnose: (patient: Patient) => Promise<Progress>;
  readonly stop: () => Promise<void>;
}

/** Starts it. */
export async function startDoctorBench(): Promise<DoctorBench> {
  const lab = await startDoctorLab();
  const started = await Promise.allSettled([startStubSts(), startDoctorAws(lab)]);
  const [stubSts, doctorAws] = started;
  if (stubSts.status === 'rejected' || doctorAws.status === 'rejected') {
    for (const one of started) if (one.status === 'fulfilled') await one.value.stop();
    await lab.stop();
    throw new Error('A part of the lab did not start.', {
      cause: started.flatMap((one) => (one.status === 'rejected' ? [one.reason] : [])),
    });
  }
  const sts = stubSts.value;
  const account = doctorAws.value;
  const known = { kind: 'known', arn: lab.identity.arn, account: lab.account } as const;

  return {
    lab,
    sts,
    asked: () => account.server.requests,
    patient(engine) {
      sts.offsetMs = 0;
      sts.answers = [known];
      const { host, port, region, resourceId } = lab[engine];
      const address = { host, port };
      const facts: DatabaseFacts = {
        kind: 'instance',
        partition: 'aws',
        region,
        account: lab.account,
        resourceId,
        clusterResourceId: null,
        identifier: 'orders',
        names: ['orders', host],
        instanceIds: [],
        formerIds: [],
        address,
        status: 'available',
        iam: true,
        iamPending: false,
        masterUser: engine === 'postgres' ? 'master_user' : null,
        isPublic: true,
        proxy: null,
      };
      const Resource = [lab.users.app, lab.users.reporting].map(
        (user) => `arn:aws:rds-db:${region}:${lab.account}:dbuser:${resourceId}/${user}`,
      );
      const document = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow' as const, Action: 'rds-db:connect', Resource }],
      };
      return {
        subject: {
          name: 'orders',
          family: engine,
          service: 'rds',
          profile: 'platform-prod',
          region,
          address,
          connectAddress: { host: 'localhost', port },
          dbUser: lab.users.app,
          database: 'app',
          known: null,
        },
        aws: {
          facts,
          policies: [{ name: 'Reader', document }],
          boundary: null,
          organization: null,
          isBlind: false,
        },
        ca: lab.authority.caPem,
        clipboard: '',
        reported: null,
        credentials: credentialsOf(lab.identity),
        aliases: {},
        onRequest: new Set(),
        clockFastMs: 0,
        undo: [],
      };
    },
    async diagnose(patient) {
      const { subject, aws } = patient;
      sts.offsetMs = -patient.clockFastMs;
      lab.setNow(() => Date.now() - patient.clockFastMs);
      // databases and simulator ask the same policies
      account.hold(aws);
      const nameServers: NameServers = {
        resolveCname: async (name) => {
          const next = patient.aliases[name];
          if (next === undefined) throw new Error('ENODATA');
          return [next];
        },
        cancel: () => undefined,
      };
      const probes = createProbes({
        through: async () => {
          throw new Error('no tunnel is wanted');
        },
        ca: async () => succeed(patient.ca),
        credentials: async () => patient.credentials,
        sign: async ({ address, region, dbUser }, credentials) =>
          new Secret((await signWithRdsSigner({ ...address, region, dbUser }, credentials)).token),
        readClipboard: async () => patient.clipboard,
        nameServers: () => nameServers,
        sts: () => sts.client(),
        aws: account.looks,
        reported: patient.reported,
        now: Date.now,
      });
      try {
        return await runChecks({
          subject,
          probes,
          clock: systemClock,
          onRequest: patient.onRequest,
          onProgress: () => undefined,
        });
      } finally {
        lab.setNow(Date.now);
        for (let undo = patient.undo.pop(); undo; undo = patient.undo.pop()) await undo();
      }
    },
    async stop() {
      await sts.stop();
      await account.stop();
      await lab.stop();
    },
  };
}
