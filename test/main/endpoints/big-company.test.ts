import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { scopeKey } from '../../../app/endpoints/known-scans.ts';
import { createLabels } from '../../../app/endpoints/labels.ts';
import type { Scan } from '../../../app/endpoints/model.ts';
import type { ScanScope } from '../../../app/endpoints/ports.ts';
import { createEndpoints } from '../../../app/endpoints/service.ts';
import { awsDiscovery } from '../../../main/endpoints/aws-discovery.ts';
import { systemClock } from '../../../main/clock.ts';
import { inSlices } from '../../../main/profiles/in-slices.ts';
import { profileFiles } from '../../../main/profiles/profile-files.ts';
import { settingsOf } from '../../../main/profiles/settings-of.ts';
import type { Company } from '../../sandbox/company.ts';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox.ts';

/** Smaller than what `npm run bench:discovery` lists, because each call takes its time. */
const SIZE = { profiles: 6, regions: 10, endpoints: 900 };
/** Long enough for a busy machine to answer. */
const PAGE_TIMEOUT_MS = 12_000;

const SILENT = 'ap-northeast-2';
const STALLED = 'ap-northeast-3';
const WRONG = 'ca-central-1';
const ENDLESS = 'eu-north-1';
const ODD = 'ap-south-1';

let sandbox: Sandbox;
let company: Company;
let scans: ReadonlyMap<string, Scan>;
let tookMs = 0;

beforeAll(async () => {
  sandbox = await startSandbox({ company: SIZE, without: ['postgres', 'mysql'] });
  if (sandbox.company === null) throw new Error('no company');
  company = sandbox.company;
  const [first, second] = company.profiles.map(({ identity }) => identity.account);
  const { faults } = sandbox;
  faults.clear();
  faults.add({ region: SILENT, action: 'rds:*', effect: { kind: 'silence' } });
  faults.add({ region: STALLED, action: 'rds:*', effect: { kind: 'stall' } });
  faults.add({ region: WRONG, action: 'rds:*', effect: { kind: 'wrong-xml' } });
  faults.add({ region: ENDLESS, action: 'rds:*', effect: { kind: 'endless' } });
  faults.add({ region: ODD, action: 'rds:*', effect: { kind: 'odd-fields' } });
  faults.add({ account: first ?? '', action: 'rds:DescribeDBClusters', effect: { kind: 'deny' } });
  faults.add({ account: second ?? '', action: 'rds:*', times: 40, effect: { kind: 'throttle' } });
  const since = performance.now();
  scans = await scanAll();
  tookMs = performance.now() - since;
}, 120_000);
afterAll(() => sandbox.stop());

/** Scans the whole company, as the application does. */
async function scanAll(): Promise<ReadonlyMap<string, Scan>> {
  const settings = settingsOf(profileFiles(sandbox.env), sandbox.env);
  const discovery = awsDiscovery(settings, undefined, PAGE_TIMEOUT_MS);
  const identityOf = (profile: string) => company.profiles.find(({ name }) => name === profile)?.identity;
  const endpoints = createEndpoints({
    discovery,
    credentials: async (profile) => {
      const identity = identityOf(profile);
      if (identity === undefined) return fail('profile-not-found', 'No such profile.');
      const { accessKeyId, secretAccessKey } = identity;
      return succeed({ accessKeyId, secretAccessKey, sessionToken: null, expiry: { kind: 'never' } });
    },
    accountOf: (profile) => identityOf(profile)?.account ?? null,
    scopes: () =>
      company.profiles.flatMap(({ name }) => company.regions.map((region) => ({ profile: name, region }))),
    signIns: { load: async () => ({ value: {}, problem: null }), save: async () => succeed(null) },
    cache: { load: async () => [], save: async () => succeed(null) },
    clock: systemClock,
    label: createLabels({ rules: () => [], accountName: () => null }),
    inSlices,
    onScan: () => undefined,
    onRelabelled: () => undefined,
    onRemoved: () => undefined,
    onProgress: () => undefined,
    onRemembered: () => undefined,
    onRefused: () => undefined,
  });
  await endpoints.scanAll();
  await endpoints.stop();
  return new Map(endpoints.scans().map((scan) => [scopeKey(scan), scan]));
}

/** What the sandbox holds of a scope, as the list should name it. */
function heldIn({ profile, region }: ScanScope, withClusters = true): string[] {
  const account = company.profiles.find(({ name }) => name === profile)?.identity.account;
  const isHere = (one: { readonly account: string; readonly region: string }) =>
    one.account === account && one.region === region;
  const { instances, clusters } = sandbox.databases;
  const names = [
    ...instances
      .filter(isHere)
      .filter(({ cluster }) => !withClusters || cluster === undefined)
      .map(({ id, cluster }) => `${id} ${cluster === undefined ? 'instance' : 'member'}`),
    ...(withClusters
      ? clusters
          .filter(isHere)
          .flatMap(({ id, custom }) => [
            `${id} writer`,
            `${id} reader`,
            ...custom.map((one) => `${one.id} custom`),
          ])
      : []),
  ];
  return names.toSorted();
}

function namesOf(scan: Scan | undefined): string[] {
  return (scan?.endpoints ?? []).map(({ name, role }) => `${name} ${role}`).toSorted();
}

function of(profileAt: number, region: string) {
  const scope = { profile: company.profiles[profileAt]?.name ?? '', region };
  return { scope, scan: scans.get(scopeKey(scope)) };
}

describe('a big company, some of which does not answer as it should', () => {
  it('is listed completely where AWS answers, odd fields and all', () => {
    const broken = new Set([SILENT, STALLED, WRONG, ENDLESS]);
    let compared = 0;
    for (const [at] of company.profiles.entries()) {
      for (const region of company.regions.filter((one) => !broken.has(one))) {
        const { scope, scan } = of(at, region);
        expect(namesOf(scan)).toEqual(heldIn(scope, at !== 0));
        expect(scan?.status).toBe('done');
        if (at > 0) expect(scan?.problems).toEqual([]);
        compared += scan?.endpoints.length ?? 0;
      }
    }
    expect(compared).toBeGreaterThan(SIZE.endpoints / 3);
  });

  it('says what is denied, and shows what is not', () => {
    const { scan } = of(0, 'eu-central-1');
    expect(scan?.problems).toMatchObject([{ call: 'DescribeDBClusters', error: { code: 'access-denied' } }]);
  });

  it.each([
    [SILENT, 'unreachable'],
    [STALLED, 'unreachable'],
    [WRONG, 'not-aws'],
  ])('says of %s that it is %s, for every account, and in time', (region, code) => {
    for (const [at] of company.profiles.entries()) {
      const { scan } = of(at, region);
      expect(scan?.status).toBe('done');
      expect(new Set(scan?.problems.map(({ error }) => error.code))).toEqual(new Set([code]));
    }
    // two rounds of the deadline: those that were sent, and what was left of them
    expect(tookMs).toBeLessThan(60_000);
  });

  it('does not follow an endless list for ever, and keeps what it has found', () => {
    const { scope, scan } = of(3, ENDLESS);
    expect(namesOf(scan)).toEqual(heldIn(scope));
    // each of RDS's five calls
    expect(scan?.problems.map(({ error }) => error.code)).toEqual(Array(5).fill('aws-error'));
  });

  it('asks an account that is throttled until it is answered', () => {
    for (const region of ['ap-southeast-1', 'eu-west-1']) {
      const { scope, scan } = of(1, region);
      expect(namesOf(scan)).toEqual(heldIn(scope));
      expect(scan?.problems).toEqual([]);
    }
    expect(sandbox.requests.filter(({ error }) => error === 'Throttling').length).toBeGreaterThan(20);
  });
});
