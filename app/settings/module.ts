import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Note } from '../window/module.ts';
import type { settingsContract } from './contract.ts';
import type { Settings } from './model.ts';
import type { ApplyShortcut, ChooseCaFile } from './ports.ts';
import { createSettings } from './service.ts';

/** What the settings module needs from outside. */
export interface SettingsModulePorts {
  readonly file: StateFile<Settings>;
  readonly chooseCaFile: ChooseCaFile;
  /** Null on a host that cannot take keys from other programs. */
  readonly applyShortcut: ApplyShortcut | null;
}

/** Settings that have changed, and what they were before. */
export interface SettingsChange {
  readonly now: Settings;
  readonly before: Settings;
}

/** What other modules can ask of the settings. */
export type SettingsApi = ReturnType<typeof createSettingsModule>['api'];

/** Makes the settings module. */
export function createSettingsModule(
  ports: SettingsModulePorts,
  { note }: { readonly note: Note },
  emit: EmitOf<typeof settingsContract>,
) {
  const changed = createNews<SettingsChange>();
  const settings = createSettings({
    ...ports,
    onChanged(now, before) {
      emit('changed', now);
      changed.tell({ now, before });
    },
  });
  const handlers: HandlersOf<typeof settingsContract> = {
    change: (change) => settings.change(change),
    chooseCa: () => settings.chooseCa(),
    forgetCa: () => settings.change({ caFile: null }),
  };
  const snapshot: SnapshotOf<typeof settingsContract> = () => ({ settings: settings.current() });
  return {
    api: { current: settings.current, renameProfile: settings.renameProfile },
    news: { changed },
    handlers,
    snapshot,
    async start(): Promise<void> {
      note('settings-file', await settings.load());
      note('global-shortcut', settings.takeShortcut());
    },
  };
}
