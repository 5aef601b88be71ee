import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsOut } from '../../../app/doctor/causes/cause.ts';
import { CHECK_IDS, CHECKS } from '../../../app/doctor/checks/table.ts';
import { diagnose } from '../../../app/doctor/diagnose.ts';
import { linesOf, notLookedAt } from '../../../app/doctor/lines.ts';
import type { CheckId, Observation, Observations, Seen } from '../../../app/doctor/observations.ts';
import type { Probes } from '../../../app/doctor/ports.ts';
import { RUN_BUDGET_MS, runChecks, type Progress } from '../../../app/doctor/run.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import { settled } from '../deferred.ts';
import { testClock, type TestClock } from '../test-clock.ts';
import { account, errorsSeen, facts, healthy, policyOf, refused, subject } from './sample.ts';

/** What a check answers, and after how long in milliseconds; never where that is null. */
type Answers = {
  readonly [Check in CheckId]?: { readonly after: number | null; readonly says: Observation<Seen[Check]> };
};

const quick = { alias: { canonical: [] }, reported: undefined, ...healthy };

function answersOf(over: Answers = {}): Answers {
  const seen = Object.fromEntries(
    Object.entries(quick).flatMap(([check, value]) =>
      value === undefined ? [] : [[check, { after: 10, says: { outcome: 'seen', value } }]],
    ),
  );
  return { ...seen, ...over };
}

const seenAs = <Check extends CheckId>(value: Seen[Check], after = 10) =>
  ({ after, says: { outcome: 'seen', value } }) as const;

/** Probes that answer as they are told, by the test's clock. */
function fakeProbes(clock: TestClock, answers: Answers) {
  const begun: CheckId[] = [];
  const orders: Observations[] = [];
  let stopped = 0;
  const probes: Probes = {
    run: (check, { observations }) => {
      begun.push(check);
      orders.push(observations);
      const answer = answers[check];
      return new Promise((resolve) => {
        const { after, says } = answer ?? { after: 1, says: { outcome: 'skipped' } };
        if (after === null) return;
        const stop = clock.every(after, () => {
          stop();
          resolve(says);
        });
      });
    },
    stop: () => void (stopped += 1),
  };
  return { probes, begun, orders, stopped: () => stopped };
}

async function run(answers: Answers, over: Partial<Subject> = {}, onRequest: readonly CheckId[] = []) {
  const clock = testClock();
  const fake = fakeProbes(clock, answers);
  const steps: Progress[] = [];
  const ended = runChecks({
    subject: { ...subject, ...over },
    probes: fake.probes,
    clock,
    onRequest: new Set(onRequest),
    onProgress: (progress) => void steps.push(progress),
  });
  for (let time = 0; time <= RUN_BUDGET_MS + 100 && steps.at(-1)?.isOver !== true; time += 10) {
    await settled();
    clock.advance(10);
  }
  const last = await ended;
  return { ...fake, steps, last, watchers: clock.watchers() };
}

describe('a run', () => {
  it('says yes, with what it has seen on the way', async () => {
    const { last, begun, steps, stopped, watchers } = await run(answersOf());
    expect([last.verdict, last.findings, last.isOver]).toEqual(['yes', [], true]);
    expect(begun).toContain('signIn');
    expect(steps.filter(({ isOver }) => isOver).length).toBe(1);
    expect([stopped(), watchers]).toEqual([1, 0]);
    expect(last.elapsedMs).toBeLessThan(200);
  });

  it('begins at once what needs nothing, and each other check when those that it needs have ended', async () => {
    const { begun, steps } = await run(answersOf());
    const place = (check: CheckId): number => begun.indexOf(check);
    expect(begun.slice(0, 4).toSorted()).toEqual(['clipboard', 'credentials', 'name', 'reported']);
    for (const check of begun) {
      for (const needed of CHECKS[check].needs.filter((one) => begun.includes(one))) {
        expect(place(needed)).toBeLessThan(place(check));
      }
    }
    const counts = steps.map(({ observations }) => Object.keys(observations).length);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  it('shows the same lines from the first step to the last, each once it is known', async () => {
    const { steps } = await run(answersOf());
    const shown = steps.map((step) =>
      linesOf(subject, step.observations, step.isOver, Date.UTC(2026, 0, 1, 12)),
    );
    expect(new Set(shown.map((lines) => lines.map(({ id }) => id).join())).size).toBe(1);
    expect(shown[0]?.every(({ state }) => state === 'waiting')).toBe(true);
    expect(shown.at(-1)).toEqual([
      { id: 'identity', state: 'fine', text: 'Signed in as DatabaseReader', note: '5 hours left' },
      { id: 'clock', state: 'fine', text: 'Clock in step with AWS', note: '0.2 s' },
      { id: 'iam', state: 'fine', text: 'IAM authentication is on', note: 'cluster' },
      { id: 'host', state: 'fine', text: 'Host answers, certificate verified', note: '38 ms' },
      { id: 'user', state: 'fine', text: 'app_readonly is an IAM user', note: 'rds_iam' },
      { id: 'policy', state: 'fine', text: 'rds-db:connect', note: 'allowed' },
      { id: 'organization', state: 'fine', text: 'Organization policies', note: 'allow it' },
      { id: 'signIn', state: 'fine', text: 'Logged in to orders', note: '120 ms' },
    ]);
  });

  it('sends no token where the cause is certain without', async () => {
    const description = seenAs<'description'>({ state: 'found', facts: { ...facts, iam: false } });
    const { begun, last } = await run(answersOf({ description, tls: seenAs<'tls'>(healthy.tls, 200) }));
    expect(last.findings.map(({ cause }) => cause)).toEqual(['iam-off']);
    expect(begun).toContain('authentication');
    expect(begun).not.toContain('signIn');
    expect(begun).not.toContain('simulation');
  });

  it('does not wait for what can name no earlier cause', async () => {
    const { last } = await run(
      answersOf({
        caller: seenAs<'caller'>({ state: 'ended', clockOffsetMs: 0 }),
        reach: { after: null, says: { outcome: 'skipped' } },
      }),
    );
    expect(last.findings.map(({ cause }) => cause)).toEqual(['credentials-ended']);
    expect(last.elapsedMs).toBeLessThan(200);
    expect(last.observations.reach).toEqual({ outcome: 'skipped' });
  });

  it('waits for what can name an earlier one', async () => {
    const { last } = await run(
      answersOf({
        name: seenAs<'name'>({ state: 'not-found' }),
        caller: seenAs<'caller'>({ ...healthy.caller, clockOffsetMs: -10 * 60_000 }, 900),
      }),
    );
    expect(last.findings.map(({ cause }) => cause)).toEqual(['clock-wrong', 'unreachable']);
  });

  it('begins what can name no earlier cause where another check waits for it that can', async () => {
    const { last, begun } = await run(
      answersOf({
        description: seenAs<'description'>({ state: 'found', facts: { ...facts, status: 'stopped' } }),
        name: seenAs<'name'>(healthy.name, 200),
        reach: seenAs<'reach'>({ state: 'refused', ms: 1 }),
      }),
    );
    expect(begun).toContain('reach');
    expect(last.findings.map(({ cause }) => cause)).toEqual(['database-not-available']);
    expect(last.elapsedMs).toBeLessThan(300);
  });

  it('is never stuck: what does not answer within the budget is left', async () => {
    const silent = { after: null, says: { outcome: 'skipped' } } as const;
    const { last, stopped, watchers } = await run(
      answersOf({ caller: silent, reach: silent, description: silent }),
    );
    expect(last.elapsedMs).toBe(RUN_BUDGET_MS);
    expect([last.verdict, last.isOver, stopped(), watchers]).toEqual(['unknown', true, 1, 0]);
    expect(notLookedAt(last.observations)).toEqual([
      'Who AWS says this is: no answer in time.',
      'What AWS says of the database: no answer in time.',
      'Whether the host answers: no answer in time.',
    ]);
  });

  it('takes a check that breaks for one that saw nothing', async () => {
    const clock = testClock();
    const { probes } = fakeProbes(clock, answersOf());
    const steps: Progress[] = [];
    const ended = runChecks({
      subject,
      clock,
      probes: {
        ...probes,
        run: (check, order) =>
          check === 'simulation' ? Promise.reject(new Error('x')) : probes.run(check, order),
      },
      onProgress: (progress) => void steps.push(progress),
    });
    while (steps.at(-1)?.isOver !== true) {
      await settled();
      clock.advance(10);
    }
    expect((await ended).verdict).toBe('yes');
  });

  it('ends in an answer where AWS allows nothing but to connect', async () => {
    const denied = (permission: string) =>
      ({ after: 10, says: { outcome: 'not-allowed', permission } }) as const;
    const blind: Answers = {
      description: denied('rds:DescribeDBInstances'),
      simulation: denied('iam:SimulatePrincipalPolicy'),
      policies: denied('iam:GetRole'),
    };
    const good = await run(answersOf(blind), { known: facts });
    expect([good.last.verdict, good.last.findings]).toEqual(['yes', []]);
    const bad = await run(answersOf({ ...blind, signIn: seenAs<'signIn'>(refused) }), { known: facts });
    expect(bad.last.verdict).toBe('no');
    expect(bad.last.findings.map(({ cause, certainty }) => [cause, certainty])).toEqual([
      ['policy-missing', 'likely'],
    ]);
    expect(bad.last.findings[0]?.remedies[0]?.kind).toBe('policy');
    expect(notLookedAt(bad.last.observations)).toEqual([
      'What AWS says of the database: not allowed to look (rds:DescribeDBInstances).',
      'What IAM’s simulator says: not allowed to look (iam:SimulatePrincipalPolicy).',
      'The identity’s own policies: not allowed to look (iam:GetRole).',
    ]);
    const lines = linesOf(subject, bad.last.observations, true, 0);
    expect(lines.find(({ id }) => id === 'organization')?.note).toBe('no permission to check');
  });

  it('looks at logs and security groups only where somebody asks for them', async () => {
    const answers = answersOf({
      signIn: seenAs<'signIn'>(refused),
      errors: seenAs<'errors'>(errorsSeen({ codes: ['ThrottlingException'] })),
    });
    const usual = await run(answers);
    expect(usual.begun).not.toContain('errors');
    expect(usual.last.findings[0]?.cause).toBe('session-policy');
    const deep = await run(answers, {}, ['errors']);
    expect(deep.last.findings[0]?.cause).toBe('throttled');
  });

  it('tries the user in small letters before it says that there is none', async () => {
    const { begun, last } = await run(
      answersOf({
        authentication: seenAs<'authentication'>({ asks: 'password', method: 'SCRAM' }),
        lowerCaseUser: seenAs<'lowerCaseUser'>({ asks: 'token' }, 300),
      }),
      { dbUser: 'App_ReadOnly' },
    );
    expect(begun).toContain('lowerCaseUser');
    expect(last.findings.map(({ cause }) => cause)).toEqual(['user-name-case']);
  });
});

describe('any run', () => {
  const anySeen: { readonly [Check in CheckId]: fc.Arbitrary<Seen[Check]> } = {
    reported: fc.constantFrom(
      { code: '2059', message: 'mysql_clear_password', hint: '' },
      { code: '', message: 'x', hint: '' },
    ),
    clipboard: fc.constantFrom({ faults: [] }, { faults: ['ended' as const] }),
    credentials: fc.constantFrom<Seen['credentials']>(healthy.credentials, {
      state: 'unusable',
      error: { code: 'aws-error', message: 'x' },
    }),
    caller: fc.constantFrom<Seen['caller']>(
      healthy.caller,
      { state: 'ended', clockOffsetMs: 0 },
      { ...healthy.caller, clockOffsetMs: -900_000 },
      { ...healthy.caller, clockOffsetMs: 400_000 },
      { state: 'known', arn: 'arn:aws:iam::111111111111:root', account: '111111111111', clockOffsetMs: null },
    ),
    description: fc.constantFrom<Seen['description']>(
      healthy.description,
      { state: 'missing' },
      { state: 'found', facts: { ...facts, iam: false } },
      { state: 'found', facts: { ...facts, status: 'stopped' } },
      {
        state: 'found',
        facts: {
          ...facts,
          kind: 'proxy',
          resourceId: 'prx-1',
          proxy: { takesTokens: false, hasSecret: false },
        },
      },
    ),
    name: fc.constantFrom<Seen['name']>(healthy.name, { state: 'not-found' }),
    alias: fc.constantFrom({ canonical: [] }, { canonical: [subject.address.host] }),
    reach: fc.constantFrom<Seen['reach']>(
      healthy.reach,
      { state: 'refused', ms: 1 },
      { state: 'timed-out', ms: 1_500 },
    ),
    tls: fc.constantFrom<Seen['tls']>(
      healthy.tls,
      { state: 'no-tls' },
      { state: 'unknown-authority' },
      { state: 'wrong-name', names: [] },
      { state: 'other-protocol', speaks: '' },
      { state: 'refused', refusal: { code: '1040', message: 'full', hint: '' } },
    ),
    authentication: fc.constantFrom<Seen['authentication']>(
      { asks: 'token' },
      { asks: 'perhaps-token' },
      { asks: 'password', method: 'MD5' },
      { asks: 'nothing', refusal: { code: '53300', message: 'sorry', hint: '' } },
    ),
    lowerCaseUser: fc.constantFrom<Seen['lowerCaseUser']>(
      { asks: 'token' },
      { asks: 'password', method: 'MD5' },
    ),
    masterUser: fc.constantFrom<Seen['masterUser']>({ asks: 'token' }, { asks: 'password', method: 'MD5' }),
    simulation: fc.constantFrom<Seen['simulation']>(
      healthy.simulation,
      { ...healthy.simulation, decision: 'implicit-deny', withoutOrganization: 'implicit-deny' },
      { ...healthy.simulation, decision: 'explicit-deny' },
      {
        ...healthy.simulation,
        decision: 'implicit-deny',
        withoutOrganization: null,
        missingKeys: ['aws:SourceIp'],
      },
    ),
    policies: fc.constantFrom<Seen['policies']>(
      { policies: [], boundary: null, isComplete: true },
      {
        policies: [
          { name: 'p', document: policyOf(`arn:aws:rds-db:us-east-1:${account}:dbuser/orders/app_readonly`) },
        ],
        boundary: null,
        isComplete: false,
      },
      {
        policies: [{ name: 'p', document: policyOf('*') }],
        boundary: policyOf('arn:aws:s3:::x'),
        isComplete: true,
      },
    ),
    signIn: fc.constantFrom<Seen['signIn']>(
      healthy.signIn,
      refused,
      { state: 'closed' },
      { state: 'refused', refusal: { code: '3D000', message: 'x', hint: '' } },
    ),
    errors: fc.constant(errorsSeen()),
    securityGroups: fc.constant({ letsIn: true, groups: [], sources: [] }),
  };
  const well: Seen = {
    ...healthy,
    alias: { canonical: [] },
    lowerCaseUser: { asks: 'password', method: 'MD5' },
    clipboard: { faults: [] },
    reported: { code: '', message: '', hint: '' },
    errors: errorsSeen(),
    securityGroups: { letsIn: true, groups: [], sources: [] },
  };
  const anyAnswers: fc.Arbitrary<Answers> = fc
    .tuple(
      ...CHECK_IDS.map((check) =>
        fc.record({
          after: fc.option(fc.integer({ min: 10, max: 400 }), { freq: 40 }),
          says: fc.oneof(
            // most is well in most runs, or few would come far
            { weight: 8, arbitrary: fc.constant({ outcome: 'seen' as const, value: well[check] }) },
            { weight: 4, arbitrary: anySeen[check].map((value) => ({ outcome: 'seen' as const, value })) },
            { weight: 1, arbitrary: fc.constant({ outcome: 'not-allowed' as const, permission: 'x:y' }) },
            { weight: 1, arbitrary: fc.constant({ outcome: 'failed' as const, message: 'x' }) },
          ),
        }),
      ),
    )
    .map((answers) => Object.fromEntries(answers.map((answer, index) => [CHECK_IDS[index], answer])));
  const anySubject: fc.Arbitrary<Partial<Subject>> = fc.record({
    dbUser: fc.constantFrom('app_readonly', 'App_ReadOnly'),
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    family: fc.constantFrom('postgres', 'mysql', 'mariadb'),
    known: fc.constantFrom(null, facts, { ...facts, account: '773100429918' }),
    address: fc.constantFrom(subject.address, { host: 'db.corp.example', port: 5432 }),
  });

  /** What would be said if every check were run to its end. */
  function exhaustive(of: Subject, answers: Answers): Observations {
    let observations: Observations = {};
    for (const check of CHECK_IDS.filter((one) => !CHECKS[one].onRequest)) {
      const answer = answers[check];
      if (answer?.after === null || answer === undefined) continue;
      if (CHECKS[check].isDue(of, observations)) observations = { ...observations, [check]: answer.says };
    }
    return observations;
  }

  it('ends in time, once, and leaves nothing running', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswers, anySubject, async (answers, over) => {
        const { last, steps, stopped, watchers } = await run(answers, over);
        expect(last.elapsedMs).toBeLessThanOrEqual(RUN_BUDGET_MS + 50);
        expect(steps.filter(({ isOver }) => isOver).length).toBe(1);
        expect(stopped()).toBe(1);
        // only the fakes that were still to answer
        expect(watchers).toBeLessThanOrEqual(CHECK_IDS.length);
        expect(last.verdict === 'yes' && last.findings.some(({ cause }) => keepsOut(cause))).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('waits for nothing but checks that take their time', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswers, anySubject, async (answers, over) => {
        const slowest = Math.max(...CHECK_IDS.map((check) => answers[check]?.after ?? Infinity));
        fc.pre(slowest < Infinity);
        const { last } = await run(answers, over);
        // the longest way has six checks one after the other
        expect(last.elapsedMs).toBeLessThan(6 * (slowest + 30));
      }),
      { numRuns: 100 },
    );
  });

  it('sends a token only over verified TLS, to a server that asks for one, with credentials that are there', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswers, anySubject, async (answers, over) => {
        const { begun, orders } = await run(answers, over);
        const at = begun.indexOf('signIn');
        if (at < 0) return;
        const { tls, authentication, credentials } = orders[at] ?? {};
        expect(tls).toEqual({ outcome: 'seen', value: healthy.tls });
        expect(credentials).toEqual({ outcome: 'seen', value: healthy.credentials });
        const asks = authentication?.outcome === 'seen' ? authentication.value.asks : '';
        expect(['token', 'perhaps-token']).toContain(asks);
      }),
      { numRuns: 150 },
    );
  });

  it('names first what it would name if it had looked at everything', async () => {
    await fc.assert(
      fc.asyncProperty(anyAnswers, anySubject, async (answers, over) => {
        const { last } = await run(answers, over);
        const of = { ...subject, ...over };
        const all = exhaustive(of, answers);
        // a run that came to the end of its time could not look at everything
        if (
          last.elapsedMs >= RUN_BUDGET_MS ||
          (all.signIn?.outcome === 'seen' && all.signIn.value.state === 'in')
        )
          return;
        const certain = (progress: { readonly findings: Progress['findings'] }) =>
          progress.findings.find(({ cause, certainty }) => keepsOut(cause) && certainty === 'certain')?.cause;
        expect(certain(last)).toBe(certain(diagnose(of, all)));
      }),
      { numRuns: 150 },
    );
  });
});
