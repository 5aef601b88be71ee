import type { Settings } from '../../app/settings/model.ts';
import type { Command, DialogComponents, UiModule } from '../module.ts';
import { openDialog } from '../store.ts';
import { changeSettings } from './actions.ts';
import { ScanScopeDialog } from './scan-scope-dialog.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import type { SettingsDialogs } from './state.ts';

const dialogs: DialogComponents<SettingsDialogs> = {
  settings: SettingsDialog,
  'scan-scope': ScanScopeDialog,
};

/** What the window has of the settings. */
export const settings: UiModule = {
  mirror: ({ settings: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ settings: changed }))),
  ],
  dialogs,
  commands: [
    {
      id: 'settings',
      text: 'Settings',
      keys: ['Mod+,'],
      where: 'anywhere',
      inPalette: true,
      run: () => openDialog({ kind: 'settings', page: 'general' }),
    },
    ofTheme('light', 'Theme: light'),
    ofTheme('dark', 'Theme: dark'),
    ofTheme('system', 'Theme: match the system'),
  ],
  offers: ({ profiles: { profiles } }) =>
    profiles.map(({ name }) => ({
      id: `scan-scope ${name}`,
      text: `Regions of profile ${name}`,
      run: () => openDialog({ kind: 'scan-scope', profile: name }),
    })),
};

function ofTheme(theme: Settings['theme'], text: string): Command {
  return {
    id: `theme-${theme}`,
    text,
    where: 'anywhere',
    inPalette: true,
    run: () => void changeSettings({ theme }),
  };
}
