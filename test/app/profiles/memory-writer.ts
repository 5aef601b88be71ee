import { fail, succeed, type Result } from '../../../app/common/result.ts';
import type { ConfigFileWriter, FileChange } from '../../../app/profiles/ports.ts';

/** What AWS's two files hold, null for one that is not there. */
export interface MemoryTexts {
  config: string | null;
  credentials: string | null;
}

/** AWS's files in memory: they notice what changed meanwhile, as those of a disk do. */
export function memoryWriter(texts: MemoryTexts): ConfigFileWriter {
  function write(changes: readonly FileChange[]): Result<null> {
    if (changes.some(({ file, before }) => texts[file] !== before)) {
      return fail('file-changed', 'config was changed meanwhile.', { hint: 'Look at the change once more.' });
    }
    for (const { file, after } of changes) texts[file] = after;
    return succeed(null);
  }
  return {
    paths: { config: '/home/me/.aws/config', credentials: '/home/me/.aws/credentials' },
    read: async () => succeed({ ...texts }),
    async write(changes) {
      const written = write(changes);
      if (!written.ok) return written;
      return succeed(async () => {
        const isSame = changes.every(({ file, after }) => texts[file] === after);
        if (!isSame) return fail('file-changed', 'config was changed meanwhile.');
        for (const { file, before } of changes) texts[file] = before;
        return succeed(null);
      });
    },
    sweep: async () => undefined,
  };
}
