import type { EventName, Payload } from '../../app/contract.ts';
import { outbox } from '../window/outbox.ts';

/** What is used of Electron's window. */
export interface KeptWindow {
  readonly webContents: {
    send(channel: string, payload: unknown): void;
    isLoadingMainFrame(): boolean;
    on(event: 'did-navigate', listener: () => void): unknown;
  };
  once(event: 'closed', listener: () => void): unknown;
  isDestroyed(): boolean;
  isMinimized(): boolean;
  isFocused(): boolean;
  restore(): void;
  show(): void;
  focus(): void;
}

/** The one window: there, or to be opened when it is needed. */
export interface WindowKeeper<W> {
  current(): W | null;
  isFocused(): boolean;
  /** Brings the window to the front, and opens it where there is none. */
  show(): void;
  /** Tells the page of an event. A command opens the window and waits for its page; all else is in the snapshot. */
  tell<E extends EventName>(name: E, payload: Payload<E>): void;
  /** The page listens from now on: it asks for its snapshot once it has subscribed. */
  listening(): void;
}

/** Keeps the window. */
export function keepWindow<W extends KeptWindow>(open: () => W): WindowKeeper<W> {
  let window: W | null = null;
  const send = (name: EventName, payload: unknown): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(name, payload);
  };
  const commands = outbox((payload: unknown) => send('window:menu', payload));

  function openNew(): void {
    const opened = open();
    window = opened;
    opened.once('closed', () => {
      if (window === opened) window = null;
      commands.closed();
    });
    // a page that is loaded again has to subscribe again
    opened.webContents.on('did-navigate', () => commands.closed());
  }

  function show(): void {
    if (window === null) return openNew();
    if (window.isMinimized()) window.restore();
    // one that still loads shows itself when it has something to show
    if (!window.webContents.isLoadingMainFrame()) window.show();
    window.focus();
  }

  return {
    current: () => window,
    isFocused: () => window?.isFocused() ?? false,
    show,
    tell(name, payload) {
      if (name !== 'window:menu') return send(name, payload);
      show();
      commands.put(payload);
    },
    listening: () => commands.opened(),
  };
}
