import type { Clock } from '../common/clock.ts';
import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import { ssoIdOf, type SsoTarget } from '../profiles/model.ts';
import { signInName, type Asker, type SignInMethod, type SignInStep } from './model.ts';
import type { BeginSignIn, OpenAddress, SignInAttempt } from './ports.ts';

/** How often deadlines are looked at, in milliseconds. */
const POLL_MS = 1_000;

/** A gateway's client whose question was declined is not heard again for so long, in milliseconds: more than it waits. */
const DECLINED_MS = 30_000;

/** How many sign-ins can be asked for or under way at once. */
const MAX_FLOWS = 100;

/** A sign-in that is asked for or under way. */
export interface Flow {
  readonly target: SsoTarget;
  readonly neededBy: string | null;
  readonly by: Asker;
  readonly at: SignInStep;
}

/** What sign-ins under way need from outside. */
export interface FlowsPorts {
  readonly clock: Clock;
  readonly begin: BeginSignIn;
  readonly openAddress: OpenAddress;
  readonly onChanged: () => void;
  readonly onDone: (target: SsoTarget) => void;
  readonly report: (where: string, cause: unknown) => void;
}

/** A flow that somebody has begun. */
interface Run {
  readonly method: SignInMethod;
  readonly attempt: SignInAttempt;
}

/** Makes the sign-ins under way: one for each session. A browser opens only where a person has chosen to begin. */
export function createFlows(ports: FlowsPorts) {
  const flows = new Map<string, Flow>();
  const runs = new Map<string, Run>();
  const enders = new Map<string, Array<(ended: Result<null>) => void>>();
  /** When a person has last said no. */
  const declined = new Map<string, number>();
  const stop = ports.clock.every(POLL_MS, endLate);

  function become(id: string, at: SignInStep): void {
    const flow = flows.get(id);
    if (flow === undefined) return;
    flows.set(id, { ...flow, at });
    ports.onChanged();
  }

  /** The flow is over, well or not; what waits for it is told. */
  function end(id: string, ended: Result<null>): void {
    runs.delete(id);
    const waiting = enders.get(id) ?? [];
    enders.delete(id);
    const target = flows.get(id)?.target;
    if (ended.ok) flows.delete(id);
    else become(id, { step: 'failed', error: ended.error });
    for (const tell of waiting) tell(ended);
    if (!ended.ok) return;
    ports.onChanged();
    if (target !== undefined) ports.onDone(target);
  }

  function endLate(): void {
    for (const [id, { at }] of flows) {
      if (at.step !== 'waiting' || ports.clock.now() < at.prompt.deadline) continue;
      const minutes = Math.round((at.prompt.deadline - at.since) / 60_000);
      runs.get(id)?.attempt.cancel();
      end(
        id,
        fail('sign-in-failed', `The sign-in was not finished within ${minutes} minutes.`, {
          hint: 'Try again: the page that is still open no longer works.',
        }),
      );
    }
  }

  async function open(address: string): Promise<boolean> {
    try {
      await ports.openAddress(address);
      return true;
    } catch {
      // the address can be seen and copied
      return false;
    }
  }

  function run(id: string, target: SsoTarget, method: SignInMethod): void {
    runs.get(id)?.attempt.cancel();
    become(id, { step: 'starting' });
    const isCurrent = (): boolean => runs.get(id)?.attempt === attempt;
    const attempt = ports.begin(target, method, {
      onWaiting(prompt) {
        if (!isCurrent()) return;
        const waiting = { step: 'waiting', prompt, since: ports.clock.now() } as const;
        become(id, { ...waiting, isOpened: true });
        void open(prompt.address).then((isOpened) => {
          if (!isOpened && isCurrent() && flows.get(id)?.at.step === 'waiting') {
            become(id, { ...waiting, isOpened });
          }
        });
      },
      onFinishing() {
        if (isCurrent()) become(id, { step: 'finishing' });
      },
    });
    runs.set(id, { method, attempt });
    attempt.finished.then(
      (ended) => {
        if (isCurrent()) end(id, ended);
      },
      (cause: unknown) => {
        ports.report('sign-in', cause);
        if (isCurrent())
          end(id, fail('internal', 'Something went wrong while signing in.', { hint: 'Try again.' }));
      },
    );
  }

  function isDeclined(id: string, by: Asker): boolean {
    return by === 'gateway' && ports.clock.now() - (declined.get(id) ?? -Infinity) < DECLINED_MS;
  }

  /** The usual method is the browser; the older form without a session takes a code, as with the AWS CLI. */
  const usual = ({ session }: SsoTarget): SignInMethod => (session === null ? 'code' : 'browser');

  return {
    all: (): ReadonlyMap<string, Flow> => flows,
    /**
     * Somebody needs a sign-in: the question stands until a person answers it.
     *
     * @returns false where it stands already
     */
    ask(target: SsoTarget, neededBy: string | null, by: Asker): boolean {
      const id = ssoIdOf(target);
      const known = flows.get(id);
      // what went wrong stays to be read while a client only tries again
      if (known !== undefined && (known.at.step !== 'failed' || by === 'gateway')) return false;
      if (known === undefined && (flows.size >= MAX_FLOWS || isDeclined(id, by))) return false;
      flows.set(id, { target, neededBy, by, at: { step: 'asked' } });
      ports.onChanged();
      return true;
    },
    /**
     * Begins, because a person has chosen so; the one that is under way goes on unless another method is wanted.
     *
     * @param method null: the one that is under way, or the usual one
     */
    begin(target: SsoTarget, method: SignInMethod | null): void {
      const id = ssoIdOf(target);
      const now = runs.get(id);
      if (now !== undefined && (method === null || method === now.method)) return;
      if (!flows.has(id)) flows.set(id, { target, neededBy: null, by: 'window', at: { step: 'starting' } });
      run(id, target, method ?? usual(target));
    },
    /** Resolves when a sign-in that is under way is over. */
    ended(target: SsoTarget): Promise<Result<null>> {
      const id = ssoIdOf(target);
      if (!runs.has(id)) return Promise.resolve(succeed(null));
      return new Promise((resolve) => {
        enders.set(id, [...(enders.get(id) ?? []), resolve]);
      });
    },
    /** Opens the browser again at the same address. */
    async openAgain(id: string): Promise<Result<Record<string, never>>> {
      const at = flows.get(id)?.at;
      if (at?.step !== 'waiting') return notWaiting();
      const isOpened = await open(at.prompt.address);
      const now = flows.get(id)?.at;
      if (now?.step === 'waiting' && now.isOpened !== isOpened) become(id, { ...now, isOpened });
      return isOpened
        ? succeed({})
        : fail('sign-in-failed', 'The browser could not be opened.', {
            hint: 'Copy the address and open it yourself.',
          });
    },
    /** Ends what is under way, or takes the question or the failure away. */
    cancel(id: string): void {
      const flow = flows.get(id);
      if (flow === undefined) return;
      runs.get(id)?.attempt.cancel();
      runs.delete(id);
      flows.delete(id);
      const waiting = enders.get(id) ?? [];
      enders.delete(id);
      const cancelled = fail('sign-in-failed', `The sign-in to ${signInName(flow.target)} was cancelled.`);
      declined.set(id, ports.clock.now());
      for (const tell of waiting) tell(cancelled);
      ports.onChanged();
    },
    /** Nobody needs these questions any more: somebody has signed in elsewhere. */
    settle(isSignedIn: (id: string) => boolean): void {
      for (const [id, { at }] of flows) {
        if ((at.step === 'asked' || at.step === 'failed') && isSignedIn(id)) {
          flows.delete(id);
          ports.onChanged();
        }
      }
    },
    /** Ends all that is under way. */
    stop(): void {
      stop();
      for (const { attempt } of runs.values()) attempt.cancel();
      runs.clear();
    },
  };
}

/** Nobody is being waited for. */
export function notWaiting(): { ok: false; error: Failure } {
  return fail('sign-in-failed', 'This sign-in is over.', { hint: 'Sign in again.' });
}
