import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CauseId } from '../../app/doctor/causes/cause.ts';
import type { Progress } from '../../app/doctor/run.ts';
import { makeAuthority, type Issued } from '../sandbox/certificates.ts';
import { startDoctorBench, type DoctorBench, type Patient } from './doctor-bench.ts';
import { injections, setSubject } from './doctor-causes.ts';
import { startRecorder, type Recorder } from './doctor-recorder.ts';

// Whoever may do nothing in AWS but connect to databases.

let bench: DoctorBench;
const undo: (() => Promise<void>)[] = [];
beforeAll(async () => (bench = await startDoctorBench()));
afterEach(async () => {
  for (const one of undo.splice(0)) await one();
});
afterAll(async () => bench?.stop());

function blind(engine: 'postgres' | 'mariadb' = 'postgres'): Patient {
  const patient = bench.patient(engine);
  patient.aws.isBlind = true;
  return patient;
}

/** What a token is known by, wherever it is. */
const TOKEN = /X-Amz-|Action=connect|DBUser=/;

describe('with every permission denied but rds-db:connect', () => {
  it('is told that AWS denies the looks, each by its permission', async () => {
    const patient = blind();
    patient.aws.policies = [];
    const before = bench.asked().length;
    setSubject(patient, { known: patient.aws.facts });
    const { observations } = await bench.diagnose(patient);
    expect(observations).toMatchObject({
      description: { outcome: 'not-allowed', permission: 'rds:DescribeDBInstances' },
      simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' },
      policies: { outcome: 'not-allowed' },
    });
    const asked = bench.asked().slice(before);
    expect(asked.length).toBeGreaterThan(3);
    expect(new Set(asked.map(({ error }) => error))).toEqual(new Set(['AccessDenied']));
  });

  const useful: readonly (readonly [row: number, cause: CauseId])[] = [
    [4, 'alias-signed'],
    [6, 'not-an-iam-user'],
    [7, 'user-name-case'],
    [10, 'policy-missing'],
    [11, 'policy-missing'],
    [13, 'policy-missing'],
    [14, 'policy-missing'],
    [16, 'credentials-ended'],
    [17, 'clock-wrong'],
    [21, 'certificate-unknown'],
    [22, 'name-mismatch'],
    [24, 'unreachable'],
    [26, 'connections-full'],
    [31, 'database-missing'],
    [33, 'policy-missing'],
  ];
  it.each(useful)('row %d ends in %s, and what to do', async (row, cause) => {
    const patient = blind();
    await injections.find((injection) => injection.row === row)?.inject(patient, bench);
    const { verdict, findings }: Progress = await bench.diagnose(patient);
    expect(findings[0]?.cause).toBe(cause);
    expect(findings[0]?.next).not.toBe('');
    expect(['no', 'probably-not']).toContain(verdict);
  });

  it('has the policy to ask for, where discovery has seen the database before', async () => {
    const patient = blind();
    setSubject(patient, { known: patient.aws.facts });
    patient.aws.policies = [];
    const { findings } = await bench.diagnose(patient);
    expect(findings[0]?.remedies).toMatchObject([
      { kind: 'policy', target: { database: { resourceId: bench.lab.postgres.resourceId } } },
    ]);
  });

  it('says yes where all is well', async () => {
    const { verdict, findings } = await bench.diagnose(blind());
    expect([verdict, findings]).toEqual(['yes', []]);
  });
});

describe('whoever answers in the database’s place', () => {
  const other = makeAuthority('Somebody else');
  const day = 86_400_000;
  const host = (engine: 'postgres' | 'mariadb'): string => bench.lab[engine].host;
  const engines = ['postgres', 'mariadb'] as const;
  const impostors: readonly {
    readonly what: string;
    readonly certificate: (engine: 'postgres' | 'mariadb') => Issued | null;
    readonly cause: CauseId;
  }[] = [
    {
      what: 'with a certificate of an unknown authority',
      certificate: (engine) => other.issue([host(engine)]),
      cause: 'certificate-unknown',
    },
    {
      what: 'with another host’s certificate',
      certificate: () => bench.lab.authority.issue(['other.c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com']),
      cause: 'name-mismatch',
    },
    {
      what: 'with a certificate that has expired',
      certificate: (engine) =>
        bench.lab.authority.issue([host(engine)], {
          notBefore: Date.now() - 10 * day,
          notAfter: Date.now() - day,
        }),
      cause: 'certificate-expired',
    },
    { what: 'without TLS', certificate: () => null, cause: 'no-tls' },
  ];
  const record = async (engine: 'postgres' | 'mariadb', certificate: Issued | null): Promise<Recorder> => {
    const recorder = await startRecorder(engine, certificate);
    undo.push(recorder.stop);
    return recorder;
  };

  describe.each(engines)('of %s', (engine) => {
    it.each(impostors)('$what gets no token', async ({ certificate, cause }) => {
      const recorder = await record(engine, certificate(engine));
      const patient = blind(engine);
      setSubject(patient, { connectAddress: { host: 'localhost', port: recorder.port } });
      const { verdict, findings } = await bench.diagnose(patient);
      expect(findings[0]?.cause).toBe(cause);
      expect(verdict).toBe('no');
      expect(recorder.received()).not.toMatch(TOKEN);
      expect(recorder.received()).not.toContain(bench.lab.identity.accessKeyId);
      expect(recorder.reached()).not.toBe('answer');
    });

    it('with the right certificate gets one: the recorder would have seen it', async () => {
      const recorder = await record(engine, bench.lab.authority.issue([host(engine)]));
      const patient = blind(engine);
      setSubject(patient, { connectAddress: { host: 'localhost', port: recorder.port } });
      await bench.diagnose(patient);
      expect(recorder.received()).toMatch(TOKEN);
      expect(recorder.reached()).toBe('answer');
    });
  });
});
