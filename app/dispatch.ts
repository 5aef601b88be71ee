import type { OnAnswered } from './diagnostics/ports.ts';
import type { z } from 'zod';
import { requests, type Channel, type Input, type Output, type Reply } from './contract.ts';
import type { Clock } from './common/clock.ts';
import { fail, failure, type Result } from './common/result.ts';

/** Who sends a request, as the host sees it and not as the request says. */
export interface Sender {
  /** The frame's origin, such as `latchkey://app`; null where the host cannot tell. */
  readonly origin: string | null;
  readonly isMainFrame: boolean;
}

/** One function for each request. */
export type Handlers = { readonly [C in Channel]: (input: Input<C>) => Promise<Result<Output<C>>> };

type Routes = { readonly [C in Channel]: { input: z.ZodType<Input<C>>; output: z.ZodType<Output<C>> } };

/** Checks a request and answers it; it never throws and never returns a stack. */
export type Dispatch = (sender: Sender, channel: string, input: unknown) => Promise<Reply<unknown>>;

/** Told of defects: a handler that threw, or answered what the contract does not allow. */
export type ReportDefect = (channel: Channel, cause: unknown) => void;

/**
 * Times each request, and tells what became of it. A name that is no channel's is told as `unknown`: what a stranger
 * sends is nothing to write down.
 */
export function timed(dispatch: Dispatch, clock: Pick<Clock, 'now'>, onAnswered: OnAnswered): Dispatch {
  return async (sender, channel, input) => {
    const since = clock.now();
    const reply = await dispatch(sender, channel, input);
    onAnswered(
      isChannel(channel) ? channel : 'unknown',
      reply.ok ? 'ok' : reply.error.code,
      clock.now() - since,
    );
    return reply;
  };
}

/**
 * Builds the one guard that every request passes: sender trusted, channel known, input parses, handler,
 * reply parses.
 *
 * @param trustedOrigin the only origin that may ask
 * @param handlers what answers
 * @param report where defects go; they reach the interface only as `internal`
 */
export function createDispatch(trustedOrigin: string, handlers: Handlers, report: ReportDefect): Dispatch {
  const routes: Routes = requests;

  async function answer<C extends Channel>(channel: C, input: unknown): Promise<Reply<unknown>> {
    const parsed = routes[channel].input.safeParse(input);
    if (!parsed.success) {
      return fail('invalid-input', `The request ${channel} was not what Latchkey expects.`);
    }
    try {
      const result = await handlers[channel](parsed.data);
      if (result.ok) {
        const reply = routes[channel].output.safeParse(result.value);
        if (reply.success) return { ok: true, value: reply.data };
        report(channel, reply.error);
      } else {
        const refusal = failure.safeParse(result.error);
        if (refusal.success) return { ok: false, error: refusal.data };
        report(channel, refusal.error);
      }
    } catch (cause) {
      report(channel, cause);
    }
    return fail('internal', 'Something went wrong inside Latchkey.', {
      hint: 'Try again. If it happens again, the log has the details.',
    });
  }

  return async (sender, channel, input) => {
    if (sender.origin !== trustedOrigin || !sender.isMainFrame) {
      return fail('not-allowed', 'Latchkey does not answer requests from this page.');
    }
    return isChannel(channel)
      ? answer(channel, input)
      : fail('unknown-channel', 'Latchkey has no such request.');
  };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(requests, name);
}
