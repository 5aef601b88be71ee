import { z } from 'zod';
import { fail } from '../../app/common/result.ts';
import type { StateFile } from '../../app/common/state-file.ts';
import { defaultProxyChoice, proxyChoice, type ProxyChoice } from '../../app/proxies/model.ts';
import type { ProxyStore } from '../../app/proxies/ports.ts';
import type { StateFileSchema } from '../files/json-file.ts';
import type { SecretBox } from '../gateway/local-passwords.ts';

const { use, own, caFile } = proxyChoice.shape;

const keptChoice = z.strictObject({
  use,
  own,
  caFile,
  /** The password, sealed by the system's key store; null where none is kept. */
  sealed: z.string().max(4_096).nullable(),
});

/** The choice as `proxy.json` has it. */
export type KeptProxyChoice = z.infer<typeof keptChoice>;

/** `proxy.json`. */
export const proxySchema: StateFileSchema<KeptProxyChoice> = {
  version: 1,
  initial: { use: 'system', own: null, caFile: null, sealed: null },
  parse(data) {
    const held = keptChoice.safeParse(data);
    return held.success ? { value: held.data, complete: true } : null;
  },
};

/**
 * Keeps the choice. A password opens more than a database, so it is written only where the key store has sealed it; else
 * it is good for this run.
 */
export function proxyStore(file: StateFile<KeptProxyChoice>, box: SecretBox): ProxyStore {
  return {
    async load() {
      const { value, problem } = await file.load();
      const { sealed, ...kept } = value;
      const password = sealed === null ? '' : opened(box, sealed);
      const choice: ProxyChoice = {
        ...defaultProxyChoice,
        ...kept,
        hasPassword: password !== null && password !== '',
      };
      return {
        choice,
        password: password ?? '',
        problem: problem ?? (password === null ? NOT_OPENED : null),
      };
    },
    async save({ use: chosen, own: proxy, caFile: ca }, password) {
      let sealed: string | null = null;
      try {
        if (password !== '' && box.isAvailable()) sealed = box.seal(password);
      } catch {
        return fail('key-store-failed', 'The system’s key store did not take the proxy’s password.', {
          hint: 'Unlock it and try again.',
        });
      }
      return file.save({ use: chosen, own: proxy, caFile: ca, sealed });
    },
  };
}

const NOT_OPENED = fail('key-store-failed', 'The key store could not open the proxy’s password.', {
  hint: 'Enter it again in Settings, under Network.',
}).error;

function opened(box: SecretBox, sealed: string): string | null {
  try {
    return box.open(sealed);
  } catch {
    return null;
  }
}
