import type { Report } from './messages.ts';
import type { ServerWords } from './session.ts';

/** How long a refused client waits to be told why, in milliseconds: a little longer than the checks take. */
const EXPLANATION_TIMEOUT_MS = 4_000;

/**
 * Asks main why a database refused a client.
 *
 * @param report tells main
 */
export function createExplanations(report: (message: Report) => void) {
  const waiting = new Map<number, (text: string | null) => void>();
  let lastRequest = 0;

  return {
    /** What main has found, in words; null where it has found nothing in time. */
    ask(id: string, { code, message }: ServerWords): Promise<string | null> {
      const request = ++lastRequest;
      return new Promise((resolve) => {
        const timer = setTimeout(() => waiting.get(request)?.(null), EXPLANATION_TIMEOUT_MS);
        waiting.set(request, (text) => {
          clearTimeout(timer);
          waiting.delete(request);
          resolve(text);
        });
        report({
          kind: 'explanation-wanted',
          request,
          id,
          code: code.slice(0, 16),
          message: message.slice(0, 2_000),
        });
      });
    },
    /** Takes main's answer. */
    take: (request: number, text: string | null): void => waiting.get(request)?.(text),
  };
}
