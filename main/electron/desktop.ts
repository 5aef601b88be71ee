import { app, dialog, nativeTheme, powerMonitor } from 'electron';
import type { Clock } from '../../app/common/clock.ts';
import type { EventName, Payload, Reply } from '../../app/contract.ts';
import type { App } from '../../app/create-app.ts';
import type { Settings } from '../../app/settings/model.ts';
import { expiryNote } from '../../app/tokens/expiry-note.ts';
import { watchExpiry } from '../../app/tokens/expiry-watch.ts';
import type { Lease } from '../../app/tokens/model.ts';
import { leaseName } from '../../app/connect/lease-name.ts';
import { identityEndNote } from '../../app/connect/model.ts';
import { setLoginItem } from './login-item.ts';
import { notify } from './notify.ts';
import type { TrayActions } from './tray-menu.ts';
import { showTray } from './tray.ts';
import type { WindowKeeper } from './window-keeper.ts';

/** What follows the application's events; a payload replaces what was known of its subject. */
export type Listeners = { readonly [E in EventName]?: (payload: Payload<E>) => void };

type Windows = Pick<WindowKeeper<unknown>, 'show' | 'isFocused'>;

/** The desktop's part of the application. */
export interface Desktop {
  readonly listeners: Listeners;
  stop(): void;
}

/**
 * What Latchkey is to the desktop beside its window: tray, notifications, theme, log-in item, waking up.
 *
 * @param latchkey the application, started
 */
export async function startDesktop(
  latchkey: Pick<App, 'ask' | 'emit'>,
  windows: Windows,
  clock: Clock,
): Promise<Desktop | null> {
  const known = await latchkey.ask('window:snapshot', {});
  if (!known.ok) return null;
  let { connections, leases, programs, openWith, settings } = known.value;

  const expiry = watchExpiry(clock, (ended) => {
    if (settings.notify && !windows.isFocused()) void tellEnded(latchkey, windows, ended);
  });
  const tray = showTray(clock, trayActions(latchkey, windows));
  const draw = (): void => tray.update({ connections, leases, programs, openWith });
  draw();
  expiry.update(leases);

  // credentials age while a computer sleeps: profiles say how they stand before anyone asks
  const wake = (): void => void latchkey.ask('profiles:refresh', { profile: null });
  powerMonitor.on('resume', wake);

  return {
    listeners: {
      'connections:changed'(now) {
        connections = now;
        draw();
      },
      'tokens:leases'(now) {
        leases = now;
        expiry.update(now);
        draw();
      },
      'connect:identityEnding'(end) {
        // the window itself tells whoever looks at it
        if (!settings.notify || windows.isFocused()) return;
        notify({ ...identityEndNote(end, clock.now()), onClick: windows.show });
      },
      'clients:changed'(now) {
        programs = now;
        draw();
      },
      'connect:openWith'(now) {
        openWith = now;
        draw();
      },
      'signIn:asked'({ name, by }) {
        if (by === 'outside') windows.show();
        // whoever waits there has not asked for a window
        if (by === 'gateway' && !windows.isFocused()) {
          const body = 'A client is waiting at its gateway. Choose this to sign in.';
          notify({ title: `Sign in to ${name}`, body, onClick: windows.show });
        }
      },
      'settings:changed'(now) {
        follow(settings, now);
        settings = now;
      },
    },
    stop() {
      powerMonitor.off('resume', wake);
      expiry.stop();
      tray.stop();
    },
  };
}

function follow(before: Settings, now: Settings): void {
  nativeTheme.themeSource = now.theme;
  if (now.openAtLogin !== before.openAtLogin || now.startHidden !== before.startHidden) {
    setLoginItem(app, process.platform, now);
  }
}

async function tellEnded(
  latchkey: Pick<App, 'ask'>,
  windows: Windows,
  ended: readonly Lease[],
): Promise<void> {
  const known = await latchkey.ask('window:snapshot', {});
  if (!known.ok) return;
  const note = expiryNote(ended.map((lease) => leaseName(lease, known.value)));
  notify({ ...note, onClick: windows.show });
}

function trayActions(latchkey: Pick<App, 'ask' | 'emit'>, windows: Windows): TrayActions {
  return {
    copy: (connectionId) => void told(latchkey.ask('connect:copyToken', { connectionId }), windows),
    open: (connectionId, client) =>
      void told(latchkey.ask('connect:open', { connectionId, client }), windows),
    show: windows.show,
    palette: () => latchkey.emit('window:menu', { command: 'palette' }),
    quit: () => app.quit(),
  };
}

/** Tells of a failure where nobody looks at the window. */
async function told(asked: Promise<Reply<unknown>>, windows: Windows): Promise<void> {
  const reply = await asked;
  if (reply.ok) return;
  const { code, message, hint, command } = reply.error;
  // who has just cancelled something knows
  if (code === 'cancelled') return;
  // the question stands in the window
  if (code === 'sign-in-needed' && command === undefined) return windows.show();
  const note = { title: message, body: hint ?? 'Open Latchkey to see more.', onClick: windows.show };
  if (!notify(note)) await dialog.showMessageBox({ type: 'warning', message, detail: hint ?? '' });
}
