import { useEffect, useState } from 'react';
import type { Bridge, Reply } from '../../app/contract.ts';
import { ask } from '../api.ts';

/** How long typing must rest before something is asked, in milliseconds. */
const REST_MS = 250;

/**
 * Main's answer to what is asked for now; an answer to an earlier question is dropped.
 *
 * @param key tells questions apart; null asks nothing
 */
export function useAnswer<T>(
  key: string | null,
  request: (bridge: Bridge) => Promise<Reply<T>>,
): Reply<T> | null {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly reply: Reply<T> } | null>(null);
  useEffect(() => {
    if (key === null) return undefined;
    let isCurrent = true;
    const timer = setTimeout(() => {
      void ask(request).then((reply) => {
        if (isCurrent) setAnswer({ key, reply });
      });
    }, REST_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
    // the key says all that the question does
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  // while the next answer is on its way the last one stays in sight
  return key === null ? null : (answer?.reply ?? null);
}
