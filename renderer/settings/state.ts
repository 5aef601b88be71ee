import { defaultSettings, type Settings } from '../../app/settings/model.ts';

/** The settings as main says they are. */
export interface SettingsState {
  readonly settings: Settings;
}

/** The pages of the settings. */
export type SettingsPage = 'general' | 'environments' | 'accounts' | 'clients' | 'network';

/** The dialogs of settings, with what each is about. */
export interface SettingsDialogs {
  readonly settings: { readonly page: SettingsPage };
  /** Where one profile is scanned. */
  readonly 'scan-scope': { readonly profile: string };
}

/** The settings before main has answered. */
export const settingsState: SettingsState = { settings: defaultSettings };
