import type { Clock } from '../../app/common/clock.ts';
import type { AskSystem } from '../../app/proxies/ports.ts';

/**
 * How long the system may take, in milliseconds: a script that cannot be fetched must not keep everything waiting.
 * Browsers go on without it, too.
 */
const ANSWER_TIMEOUT_MS = 3_000;
/** How long an answer counts, in milliseconds: discovery asks for the same hosts many times. */
const KEPT_MS = 15_000;
/** How many answers are kept. */
const MAX_KEPT = 500;

/**
 * Asks the system for proxies, within a limit, and keeps what it says for a moment. Where it says nothing in time there
 * is no proxy.
 */
export function askSystem(
  resolve: (url: string) => Promise<string>,
  clock: Pick<Clock, 'now'>,
  timeoutMs = ANSWER_TIMEOUT_MS,
): AskSystem {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<string | null> }>();
  return (url) => {
    const known = kept.get(url);
    if (known !== undefined && clock.now() - known.at < KEPT_MS) return known.answer;
    const answer = inTime(resolve(url), timeoutMs);
    kept.delete(url);
    kept.set(url, { at: clock.now(), answer });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return answer;
  };
}

async function inTime(answer: Promise<string>, ms: number): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
