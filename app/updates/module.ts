import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import type { SettingsApi, SettingsChange } from '../settings/module.ts';
import type { updatesContract } from './contract.ts';
import type { Updater } from './ports.ts';
import { createUpdates } from './service.ts';

/** What the updates module needs from outside. */
export interface UpdatesModulePorts {
  /** Null where this copy has no place to get updates from. */
  readonly updater: Updater | null;
}

/** Makes the updates module. */
export function createUpdatesModule(
  ports: UpdatesModulePorts,
  { settings }: { readonly settings: SettingsApi },
  emit: EmitOf<typeof updatesContract>,
) {
  const updates = createUpdates({
    updater: ports.updater,
    channel: () => settings.current().updateChannel,
    onChanged: (state) => emit('changed', state),
  });
  const handlers: HandlersOf<typeof updatesContract> = {
    check: () => updates.check(),
    download: () => updates.download(),
    install: async () => updates.install(),
  };
  const snapshot: SnapshotOf<typeof updatesContract> = () => ({ update: updates.current() });
  return {
    handlers,
    snapshot,
    reactions: {
      /** What another channel offered is no longer on offer. */
      settingsChanged({ now, before }: SettingsChange): void {
        if (now.updateChannel !== before.updateChannel) updates.channelChanged();
      },
    },
  };
}
