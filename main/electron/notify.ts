import { Notification } from 'electron';
import { shown as plain } from '../../app/common/text/plain-text.ts';

/** What the system's notification says, and what a click on it does. */
export interface Note {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
}

/** Notifications on show: one that nobody holds is collected, and its click is lost. */
const shown = new Set<Notification>();

/**
 * Shows one of the system's notifications.
 *
 * @returns false where this system shows no notifications, so that it is said in another way
 */
export function notify({ title, body, onClick }: Note): boolean {
  if (!Notification.isSupported()) return false;
  const note = new Notification({ title: plain(title), body: plain(body) });
  const forget = (): void => void shown.delete(note);
  note.once('click', () => {
    forget();
    onClick();
  });
  note.once('close', forget);
  note.once('failed', forget);
  shown.add(note);
  note.show();
  return true;
}
