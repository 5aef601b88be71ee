import { useStore } from '../store.ts';
import { Switch } from '../ui/switch.tsx';
import { changeSettings } from './actions.ts';
import css from './settings-dialog.module.css';
import { ShortcutField } from './shortcut-field.tsx';

/** How Latchkey behaves on the desktop. A browser's window has no such manners: there nothing of this is shown. */
export function DesktopFields() {
  const isElectron = useStore((state) => state.host === 'electron');
  const platform = useStore((state) => state.platform);
  const settings = useStore((state) => state.settings);
  if (!isElectron) return null;
  const place = platform === 'darwin' ? 'menu bar' : 'tray';
  return (
    <section className={css['section']} aria-labelledby="settings-desktop">
      <h3 className={css['heading']} id="settings-desktop">
        Desktop
      </h3>
      <ShortcutField />
      <div className={css['switches']}>
        <Switch isOn={settings.notify} onChange={(notify) => void changeSettings({ notify })}>
          Notify me when a token expires
        </Switch>
        {platform !== 'darwin' && (
          <Switch
            isOn={settings.keepRunning}
            onChange={(keepRunning) => void changeSettings({ keepRunning })}
          >
            Keep running in the tray when the window is closed
          </Switch>
        )}
        <Switch isOn={settings.startHidden} onChange={(startHidden) => void changeSettings({ startHidden })}>
          Start hidden in the {place}
        </Switch>
        {platform !== 'linux' && (
          <Switch
            isOn={settings.openAtLogin}
            onChange={(openAtLogin) => void changeSettings({ openAtLogin })}
          >
            Open at login
          </Switch>
        )}
      </div>
    </section>
  );
}
