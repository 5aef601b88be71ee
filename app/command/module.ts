import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { commandContract } from './contract.ts';
import type { CommandState } from './model.ts';
import type { CommandLink } from './ports.ts';

/** What the command module needs from outside. */
export interface CommandModulePorts {
  /** Null where the command cannot be made a word that a terminal knows. */
  readonly link: CommandLink | null;
}

/** What other modules can ask about the command `latchkey`. What it answers is decided in `connect`. */
export type CommandApi = ReturnType<typeof createCommandModule>['api'];

/** Makes the module that installs the command `latchkey`. */
export function createCommandModule(
  { link }: CommandModulePorts,
  { background }: { readonly background: (work: Promise<unknown>) => void },
  emit: EmitOf<typeof commandContract>,
) {
  let state: CommandState | null = null;

  function become(next: CommandState): void {
    state = next;
    emit('changed', next);
  }

  async function change(step: 'install' | 'remove'): Promise<Result<Record<string, never>>> {
    if (link === null) return fail('not-allowed', 'The command cannot be installed here.');
    const changed = await link[step]();
    if (!changed.ok) return changed;
    become(changed.value);
    return succeed({});
  }

  const handlers: HandlersOf<typeof commandContract> = {
    install: () => change('install'),
    remove: () => change('remove'),
  };
  const snapshot: SnapshotOf<typeof commandContract> = () => ({ command: state });
  return {
    api: { state: (): CommandState | null => state },
    handlers,
    snapshot,
    async start(): Promise<void> {
      if (link !== null) background(link.look().then(become));
    },
  };
}
