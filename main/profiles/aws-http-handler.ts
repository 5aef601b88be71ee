import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Readable } from 'node:stream';
import { interceptionOf } from '../proxies/interception.ts';

/**
 * How far this computer's clock may be from AWS's, in milliseconds: requests, and tokens like them, that are signed
 * further from it are refused.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** The clock is too far off. The SDK would sign by AWS's clock and say nothing; a database cannot be told so. */
export class ClockWrongError extends Error {
  override readonly name = 'ClockWrongError';

  /** @param aheadMs how far this computer's clock is ahead of AWS's, in milliseconds; negative where it is behind */
  constructor(aheadMs: number) {
    const minutes = Math.round(Math.abs(aheadMs) / 60_000);
    super(`this computer's clock is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} AWS's`);
  }
}

/** Something between this computer and AWS has answered in AWS's place. */
export class NotAwsError extends Error {
  override readonly name = 'NotAwsError';
}

type Handle = NodeHttpHandler['handle'];

/** The SDK's own way to send requests, with a look at each answer: whether AWS gave it, and by which clock. */
export class AwsHttpHandler extends NodeHttpHandler {
  /**
   * @throws NotAwsError for a web page or a redirect, which no service of AWS that Latchkey uses gives
   * @throws ClockWrongError
   * @throws ProxyError where a proxy is in the way
   */
  override async handle(...asked: Parameters<Handle>): ReturnType<Handle> {
    const sentAt = Date.now();
    const answered = await super.handle(...asked).catch((cause: unknown) => {
      throw interceptionOf(cause) ?? cause;
    });
    const { statusCode, headers, body } = answered.response;
    const problem = isForeign(statusCode, headers['content-type'])
      ? new NotAwsError('what answered is not AWS')
      : clockProblem(headers['date'], sentAt);
    if (problem === null) return answered;
    if (body instanceof Readable) body.destroy();
    throw problem;
  }
}

/** A load balancer of AWS's may say in HTML that a service is down, and no other thing. */
function isForeign(status: number, type: string | undefined): boolean {
  if (status >= 300 && status < 400) return true;
  return /^text\/html\b/i.test(type ?? '') && (status < 500 || status === 511);
}

function clockProblem(date: string | undefined, sentAt: number): ClockWrongError | null {
  const theirs = Date.parse(date ?? '');
  if (Number.isNaN(theirs)) return null;
  const now = Date.now();
  // the answer was dated at some time between the two, in whole seconds
  const ahead = sentAt > theirs + 1_000 ? sentAt - theirs - 1_000 : Math.min(0, now - theirs);
  return Math.abs(ahead) < MAX_CLOCK_DIFFERENCE_MS ? null : new ClockWrongError(ahead);
}
