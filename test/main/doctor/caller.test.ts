import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { askCaller } from '../../../main/doctor/caller.ts';
import { startStubSts, type StsAnswer, type StubSts } from './stub-sts.ts';

let sts: StubSts;
beforeAll(async () => void (sts = await startStubSts()));
afterAll(async () => sts?.stop());

const known = { kind: 'known', arn: 'arn:aws:iam::482011780031:user/jane', account: '482011780031' } as const;
const error = (code: string, status = 403, message = 'x'): StsAnswer => ({
  kind: 'error',
  status,
  code,
  message,
});
const never = new AbortController().signal;

async function ask(offsetMs: number, ...answers: readonly StsAnswer[]) {
  sts.offsetMs = offsetMs;
  sts.answers = answers;
  return askCaller(sts.client(), never);
}

/** HTTP's dates have whole seconds, and the answer takes a moment. */
function expectNear(offsetMs: number | null | undefined, wanted: number): void {
  expect(Math.abs((offsetMs ?? Number.NaN) - wanted)).toBeLessThan(2_500);
}

describe('who signs', () => {
  it('is what STS says', async () => {
    expect(await ask(0, known)).toMatchObject({
      outcome: 'seen',
      value: { state: 'known', arn: known.arn, account: known.account },
    });
  });

  it.each([
    ['ExpiredToken', 'ended'],
    ['ExpiredTokenException', 'ended'],
    ['InvalidClientTokenId', 'unknown-key'],
    ['UnrecognizedClientException', 'unknown-key'],
  ])('%s: %s', async (code, state) => {
    const asked = await ask(0, error(code));
    expect(asked).toMatchObject({ outcome: 'seen', value: { state } });
  });

  it('is not known where AWS does not allow to ask, or is not AWS', async () => {
    expect(await ask(0, error('AccessDenied'))).toEqual({
      outcome: 'not-allowed',
      permission: 'sts:GetCallerIdentity',
    });
    expect(await ask(0, { kind: 'garbage' })).toMatchObject({ outcome: 'failed' });
    expect(await ask(0, error('Throttling', 400))).toEqual({
      outcome: 'failed',
      message: 'AWS could not be asked (Throttling).',
    });
  });

  it('says no more than a name of an error, whose words may quote a key', async () => {
    const asked = await ask(0, error('SomethingElse', 400, 'The key AKIAEXAMPLE is bad'));
    expect(JSON.stringify(asked)).not.toContain('AKIAEXAMPLE');
  });

  it('is not waited for once nobody wants to know, and leaves no connection', async () => {
    sts.answers = [{ kind: 'silent' }];
    const before = sts.signed.length;
    const gone = new AbortController();
    const asked = askCaller(sts.client(), gone.signal);
    await vi.waitFor(() => expect(sts.signed.length).toBe(before + 1));
    gone.abort();
    expect(await asked).toMatchObject({ outcome: 'failed' });
    await vi.waitFor(() => expect(sts.open()).toBe(0));
  });
});

describe('the clock', () => {
  it.each([0, 42_000, -42_000, 6 * 60_000, -10 * 60_000, 3 * 3_600_000])(
    'is measured by an answer, %d ms off',
    async (offsetMs) => {
      const asked = await ask(offsetMs, known);
      expectNear(asked.outcome === 'seen' ? asked.value.clockOffsetMs : null, offsetMs);
    },
  );

  it('is measured by a refusal as well', async () => {
    const asked = await ask(-10 * 60_000, error('ExpiredToken'));
    expectNear(asked.outcome === 'seen' ? asked.value.clockOffsetMs : null, -10 * 60_000);
  });

  it('is measured although the SDK corrects its own', async () => {
    const late = error('SignatureDoesNotMatch', 403, 'Signature expired: 20260101T000000Z is now earlier');
    const before = sts.signed.length;
    const asked = await ask(20 * 60_000, late, known);
    expect(asked).toMatchObject({ outcome: 'seen', value: { state: 'known' } });
    expectNear(asked.outcome === 'seen' ? asked.value.clockOffsetMs : null, 20 * 60_000);
    // the second request was dated by AWS's clock
    expect(sts.signed.length - before).toBe(2);
    expect(sts.signed.at(-1)).not.toBe(sts.signed.at(-2));
  });

  it('is not known where nothing answered', async () => {
    const client = sts.client();
    await sts.stop();
    expect(await askCaller(client, never)).toMatchObject({ outcome: 'failed' });
    sts = await startStubSts();
  });
});
