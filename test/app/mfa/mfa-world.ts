import { vi } from 'vitest';
import { succeed, type Result } from '../../../app/common/result.ts';
import type { Secret } from '../../../app/common/secret.ts';
import type { Asker, MfaQuestion } from '../../../app/mfa/model.ts';
import type { MfaNeed } from '../../../app/mfa/ports.ts';
import { createMfa } from '../../../app/mfa/service.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { testClock } from '../test-clock.ts';

/** How long the sessions of these tests last, in milliseconds. */
export const SESSION_MS = 3_600_000;

export const DEVICE = 'arn:aws:iam::482011780031:mfa/dana';

/** Asking for MFA codes, over an AWS that a test speaks for. */
export function mfaWorld() {
  const clock = testClock();
  const onChanged = vi.fn<(questions: MfaQuestion[]) => void>();
  const onStarted = vi.fn();
  const onCancelled = vi.fn();
  const showWindow = vi.fn();
  let ids = 0;
  let keys = 0;
  const mfa = createMfa({
    clock,
    newId: () => `question-${(ids += 1)}`,
    showWindow,
    onChanged,
    onStarted,
    onCancelled,
  });
  /** What AWS answers to the code. */
  const exchange = vi.fn<(code: Secret) => Promise<Result<Credentials>>>(async () =>
    succeed(session(`ASIA${(keys += 1)}`, clock.now() + SESSION_MS)),
  );
  const need = (over: Partial<MfaNeed> = {}): MfaNeed => ({
    key: 'AKIA1 dana',
    serial: DEVICE,
    profile: 'break-glass',
    role: { name: 'Admin', account: '482011780031' },
    exchange,
    ...over,
  });
  return { clock, mfa, exchange, need, onChanged, onStarted, onCancelled, showWindow };
}

/** Somebody who waits. */
export function waits(words: string | null = 'psql is waiting to log in to orders.', waitMs = 60_000): Asker {
  return { words, waitMs };
}

function session(accessKeyId: string, until: number): Credentials {
  return { accessKeyId, secretAccessKey: 's', sessionToken: 't', expiry: { kind: 'at', time: until } };
}
