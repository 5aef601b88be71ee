import { describe, expect, it, vi } from 'vitest';
import { createActivity } from '../../../app/diagnostics/activity.ts';
import type { Scan } from '../../../app/endpoints/model.ts';
import type { ProfileState } from '../../../app/profiles/model.ts';
import { testClock } from '../test-clock.ts';

/** The activity, and the lines that it writes. */
function activity() {
  const clock = testClock();
  const lines: unknown[][] = [];
  const log = (module: string) => ({
    debug: (event: string, fields = {}) => void lines.push(['debug', module, event, fields]),
    info: (event: string, fields = {}) => void lines.push(['info', module, event, fields]),
    error: vi.fn(),
  });
  return { ...createActivity({ log, clock }), clock, take: () => lines.splice(0) };
}

describe('a profile', () => {
  const usable = (time: number): ProfileState => ({ status: 'usable', expiry: { kind: 'at', time } });
  const ended: ProfileState = {
    status: 'unusable',
    error: { code: 'sign-in-needed', message: 'The sign-in of ada has ended.', command: 'aws sso login' },
  };

  it('has a line when it can be used, and when no more, and none between', () => {
    const { profilesChanged, take } = activity();
    const become = (state: ProfileState) => profilesChanged([{ name: 'dev', state }]);
    become({ status: 'checking' });
    expect(take()).toEqual([]);
    become(usable(0));
    become(usable(0));
    become({ status: 'checking' });
    expect(take()).toEqual([
      [
        'info',
        'profiles',
        'sign-in state',
        { profile: 'dev', state: 'usable', expires: '1970-01-01T00:00:00.000Z' },
      ],
    ]);
    become(ended);
    become(ended);
    // the code says it; the message may name people
    expect(take()).toEqual([
      ['info', 'profiles', 'sign-in state', { profile: 'dev', state: 'unusable', code: 'sign-in-needed' }],
    ]);
  });

  it('whose credentials are renewed has a line for debugging', () => {
    const { profilesChanged, take } = activity();
    profilesChanged([{ name: 'dev', state: usable(0) }]);
    take();
    profilesChanged([{ name: 'dev', state: usable(1_000) }]);
    expect(take()).toMatchObject([['debug', 'profiles', 'credentials renewed', { profile: 'dev' }]]);
  });

  it('that was gone and is back has a line again', () => {
    const { profilesChanged, take } = activity();
    profilesChanged([{ name: 'dev', state: ended }]);
    profilesChanged([]);
    profilesChanged([{ name: 'dev', state: ended }]);
    expect(take()).toHaveLength(2);
  });
});

describe('a scan', () => {
  const scan = (over: Partial<Scan>): Scan => ({
    profile: 'dev',
    region: 'eu-west-1',
    status: 'scanning',
    endpoints: [],
    problems: [],
    finishedAt: null,
    ...over,
  });

  it('has a line when it is over, with its outcome, how much it found and how long it took', () => {
    const { scanned, clock, take } = activity();
    scanned(scan({}));
    clock.advance(700);
    scanned(scan({}));
    clock.advance(800);
    scanned(scan({ status: 'done', finishedAt: clock.now() }));
    expect(take()).toEqual([
      ['debug', 'endpoints', 'scan begins', { profile: 'dev', region: 'eu-west-1' }],
      [
        'info',
        'endpoints',
        'scanned',
        { profile: 'dev', region: 'eu-west-1', code: 'ok', endpoints: 0, ms: 1_500 },
      ],
    ]);
  });

  it('says each reason for which it is not whole, once', () => {
    const { scanned, clock, take } = activity();
    const error = { code: 'access-denied', message: 'Not for arn:aws:iam::123456789012:user/ada.' } as const;
    scanned(scan({}));
    scanned(
      scan({
        status: 'done',
        finishedAt: clock.now(),
        problems: [
          { call: 'DescribeDBClusters', error },
          { call: 'DescribeDBInstances', error },
          { call: 'DescribeDBInstances', error: { ...error, code: 'throttled' } },
        ],
      }),
    );
    const [, line] = take();
    expect(line).toMatchObject(['info', 'endpoints', 'scanned', { code: 'access-denied+throttled' }]);
    expect(JSON.stringify(line)).not.toContain('ada');
  });

  it('that was given up, for its profile can no longer be used, has none', () => {
    const { scanned, take } = activity();
    scanned(scan({ finishedAt: 5 }));
    scanned(scan({ status: 'done', finishedAt: 5 }));
    expect(take().filter(([level]) => level === 'info')).toEqual([]);
  });

  it('of each region is timed for itself', () => {
    const { scanned, clock, take } = activity();
    scanned(scan({ region: 'eu-west-1' }));
    clock.advance(100);
    scanned(scan({ region: 'us-east-1' }));
    clock.advance(100);
    for (const region of ['us-east-1', 'eu-west-1']) {
      scanned(scan({ region, status: 'done', finishedAt: clock.now() }));
    }
    expect(
      take()
        .filter(([level]) => level === 'info')
        .map(([, , , fields]) => fields),
    ).toMatchObject([
      { region: 'us-east-1', ms: 100 },
      { region: 'eu-west-1', ms: 200 },
    ]);
  });
});

describe('a gateway', () => {
  const gateway = { connectionId: 'one', port: 15_432, state: 'stopped', error: null } as const;
  const failed = { code: 'port-in-use', message: 'postgres of ada has the port.' } as const;

  it('has a line when it listens and when it stops, and none for what its clients do', () => {
    const { gatewaysChanged, take } = activity();
    for (const state of ['stopped', 'starting', 'running', 'running', 'stopped'] as const) {
      gatewaysChanged([{ ...gateway, state }]);
    }
    const fields = { connection: 'one', port: 15_432 };
    expect(take()).toEqual([
      ['debug', 'gateway', 'gateway', { ...fields, state: 'starting' }],
      ['info', 'gateway', 'gateway', { ...fields, state: 'running' }],
      ['info', 'gateway', 'gateway', { ...fields, state: 'stopped' }],
    ]);
  });

  it('says why it does not listen', () => {
    const { gatewaysChanged, take } = activity();
    gatewaysChanged([{ ...gateway, error: failed }]);
    expect(take()).toEqual([
      [
        'info',
        'gateway',
        'gateway',
        { connection: 'one', port: 15_432, state: 'stopped', code: 'port-in-use' },
      ],
    ]);
  });
});
