import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import { defaultSettings, type Settings } from './model.ts';
import type { ApplyShortcut, ChooseCaFile } from './ports.ts';

/** What the settings module needs from outside. */
export interface SettingsPorts {
  readonly file: StateFile<Settings>;
  readonly chooseCaFile: ChooseCaFile;
  /** Null on a host that cannot take keys from other programs. */
  readonly applyShortcut: ApplyShortcut | null;
  readonly onChanged: (settings: Settings, before: Settings) => void;
}

/** Makes the settings module. */
export function createSettings(ports: SettingsPorts) {
  let settings = defaultSettings;

  async function change(part: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<
    Result<Record<string, never>>
  > {
    const before = settings;
    const { globalShortcut } = part;
    if (globalShortcut !== undefined && globalShortcut !== before.globalShortcut) {
      const taken = applyShortcut(globalShortcut);
      if (!taken.ok) return taken;
    }
    const given = Object.entries(part).filter(([, value]) => value !== undefined);
    settings = { ...settings, ...Object.fromEntries(given) };
    ports.onChanged(settings, before);
    const saved = await ports.file.save(settings);
    return saved.ok ? succeed({}) : saved;
  }

  function applyShortcut(accelerator: string | null): Result<null> {
    return (
      ports.applyShortcut?.(accelerator) ??
      fail('not-allowed', 'You can set a global shortcut only in the desktop app.')
    );
  }

  return {
    /** Reads the file; returns what is to be said of it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await ports.file.load();
      settings = value;
      return problem;
    },
    current: (): Settings => settings,
    /** Takes the global shortcut that is set, where this host can; returns what is to be said of it. */
    takeShortcut(): Failure | null {
      const { globalShortcut } = settings;
      if (globalShortcut === null || ports.applyShortcut === null) return null;
      const taken = ports.applyShortcut(globalShortcut);
      return taken.ok ? null : taken.error;
    },
    /**
     * Changes what is named; it holds from now on, and `file-unwritable` says where it could not be kept. A
     * global shortcut that cannot be had (`shortcut-taken`, `not-allowed`) leaves everything as it was.
     */
    change,
    /**
     * Takes for a profile's new name what was chosen for the old one, which stays for when the name is taken back. Where
     * that cannot be written it holds for this run, unsaid.
     */
    async renameProfile(from: string, to: string): Promise<void> {
      const { [from]: scope } = settings.scanScopes;
      if (scope !== undefined) await change({ scanScopes: { ...settings.scanScopes, [to]: scope } });
      const preferred = Object.entries(settings.preferredProfiles);
      if (!preferred.some(([, profile]) => profile === from)) return;
      const renamed = preferred.map(([key, profile]) => [key, profile === from ? to : profile] as const);
      await change({ preferredProfiles: Object.fromEntries(renamed) });
    },
    /** Lets the user choose a PEM file; none chosen changes nothing. */
    async chooseCa(): Promise<Result<Record<string, never>>> {
      const chosen = await ports.chooseCaFile();
      if (!chosen.ok) return chosen;
      return chosen.value === null ? succeed({}) : change({ caFile: chosen.value });
    },
  };
}
