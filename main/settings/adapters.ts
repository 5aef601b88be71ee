import type { SettingsModulePorts } from '../../app/settings/module.ts';
import type { Machine } from '../machine.ts';

/** What the settings module needs, on this machine. */
export function settingsAdapters({ host }: Machine): SettingsModulePorts {
  return { file: host.settingsFile, chooseCaFile: host.chooseCaFile, applyShortcut: host.applyShortcut };
}
