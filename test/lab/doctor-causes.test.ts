import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../app/doctor/run.ts';
import { startDoctorBench, type DoctorBench, type Patient } from './doctor-bench.ts';
import { injections, setSubject, type Injection } from './doctor-causes.ts';
import { COUNT_FILE, type DoctorCount } from './doctor-count.ts';

/** The rows of the table of causes that real servers show, and those for which a stand-in says what AWS would. */
const ROWS = {
  real: [1, 3, 4, 5, 6, 7, 8, 10, 11, 13, 16, 17, 18, 19, 20, 21, 22, 23, 26, 31],
  standIn: [2, 14, 15, 24, 25, 29, 30, 33],
} as const;

let bench: DoctorBench;
const named: Injection[] = [];
let healthy = 0;
let pairs = 0;
let slowestMs = 0;

/** A row is named where each way to inject it is. */
function count(): DoctorCount {
  const rows = [...ROWS.real, ...ROWS.standIn];
  const isNamed = (row: number): boolean => {
    const ways = injections.filter((injection) => injection.row === row);
    return ways.length > 0 && ways.every((injection) => named.includes(injection));
  };
  const slowest = Math.round(slowestMs);
  return { named: rows.filter(isNamed).length, of: rows.length, healthy, pairs, slowestMs: slowest };
}

beforeAll(async () => (bench = await startDoctorBench()));
afterAll(async () => {
  const file = process.env[COUNT_FILE];
  if (file !== undefined) writeFileSync(file, JSON.stringify(count()));
  await bench?.stop();
});

async function diagnose(patient: Patient): Promise<Progress> {
  const progress = await bench.diagnose(patient);
  slowestMs = Math.max(slowestMs, progress.elapsedMs);
  return progress;
}

const causesOf = ({ findings }: Progress): readonly string[] => findings.map(({ cause }) => cause);

function nextOf({ findings: [first] }: Progress): string {
  const remedies = (first?.remedies ?? []).map((remedy) =>
    remedy.kind === 'sql' ? remedy.script.sql : remedy.kind === 'command' ? remedy.command : '',
  );
  return [first?.next, ...remedies].join('\n');
}

it('injects each row of the table that can be shown here', () => {
  const rowsOf = (isStandIn: boolean): number[] =>
    [
      ...new Set(injections.filter((one) => (one.isStandIn ?? false) === isStandIn).map(({ row }) => row)),
    ].toSorted((a, b) => a - b);
  expect(rowsOf(false)).toEqual(ROWS.real);
  expect(rowsOf(true)).toEqual(ROWS.standIn);
});

describe('one cause', () => {
  it.each(injections)('row $row: $what', async (injection) => {
    const { engine = 'postgres', inject, cause, next, isIn } = injection;
    const patient = bench.patient(engine);
    const before = bench.lab.tokens.length;
    await inject(patient, bench);
    const progress = await diagnose(patient);
    expect(causesOf(progress)[0]).toBe(cause);
    expect(progress.verdict).toBe(isIn ? 'yes' : 'no');
    expect(nextOf(progress)).toMatch(next);
    // what else is said keeps nobody out, or is of the same thing
    expect(causesOf(progress).length).toBeLessThanOrEqual(2);
    expect(bench.lab.tokens.length - before).toBeLessThanOrEqual(1);
    named.push(injection);
  });
});

describe('a healthy set-up', () => {
  const everything = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }],
  };
  const setUps: readonly {
    readonly what: string;
    readonly setUp: (patient: Patient) => void;
    readonly engine?: 'mariadb';
  }[] = [
    { what: 'PostgreSQL', setUp: () => undefined },
    { what: 'MariaDB', setUp: () => undefined, engine: 'mariadb' },
    { what: 'another user', setUp: (patient) => setSubject(patient, { dbUser: 'reporting' }) },
    {
      what: 'another user of MariaDB',
      setUp: (patient) => setSubject(patient, { dbUser: 'reporting' }),
      engine: 'mariadb',
    },
    {
      what: 'connected to by its address',
      setUp: (patient) =>
        setSubject(patient, { connectAddress: { host: '127.0.0.1', port: patient.subject.address.port } }),
    },
    {
      what: 'no AWS permission but to connect',
      setUp: (patient) => void (patient.aws.isBlind = true),
    },
    {
      what: 'no permission, and what discovery knew',
      setUp: (patient) => {
        setSubject(patient, { known: patient.aws.facts });
        patient.aws.isBlind = true;
      },
    },
    {
      what: 'no permission on MariaDB',
      setUp: (patient) => void (patient.aws.isBlind = true),
      engine: 'mariadb',
    },
    { what: 'a clock that is 20 seconds fast', setUp: (patient) => void (patient.clockFastMs = 20_000) },
    {
      what: 'an administrator',
      setUp: (patient) => void (patient.aws.policies = [{ name: 'Administrator', document: everything }]),
    },
    {
      what: 'an organization that allows everything',
      setUp: (patient) => void (patient.aws.organization = everything),
    },
    {
      what: 'a boundary that is wide enough',
      setUp: (patient) => void (patient.aws.boundary = everything),
    },
    {
      what: 'something else on the clipboard',
      setUp: (patient) => void (patient.clipboard = 'select 1;'),
    },
  ];

  it.each(setUps)('$what: yes, and nothing else', async ({ setUp, engine }) => {
    const patient = bench.patient(engine ?? 'postgres');
    setUp(patient);
    const progress = await diagnose(patient);
    expect([progress.verdict, progress.findings]).toEqual(['yes', []]);
    healthy += 1;
  });
});

describe('two causes at once', () => {
  const both: readonly (readonly [number, number])[] = [
    [16, 10],
    [17, 10],
    [17, 21],
    [3, 17],
    [4, 10],
    [1, 10],
    [21, 10],
    [22, 6],
    [25, 10],
    [6, 10],
    [10, 31],
    [31, 18],
  ];

  it.each(both)('rows %d and %d', async (one, other) => {
    const pair = [one, other].map((row) => injections.find((injection) => injection.row === row));
    const [first, second]: (Injection | undefined)[] = pair;
    if (first === undefined || second === undefined) throw new Error('No such row.');
    const patient = bench.patient('postgres');
    await first.inject(patient, bench);
    await second.inject(patient, bench);
    const progress = await diagnose(patient);
    // the clock comes before where the token is for
    const expected = one === 3 ? second : first;
    expect(causesOf(progress)[0]).toBe(expected.cause);
    expect(progress.verdict).toBe('no');
    pairs += 1;
  });
});

it('misses none', () => {
  expect(count()).toMatchObject({ named: 28, of: 28 });
  expect(healthy).toBeGreaterThanOrEqual(12);
  expect(pairs).toBeGreaterThanOrEqual(10);
});
