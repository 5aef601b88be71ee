import type { Page } from 'playwright';
import type { Shot } from './connection-shots.ts';

const openSession =
  (name: string) =>
  async (page: Page): Promise<void> => {
    const dialog = page.getByRole('dialog');
    // a question that stands when the window opens is shown already
    if (!(await dialog.isVisible())) await page.getByRole('button', { name: `${name} SSO` }).click();
    await dialog.waitFor();
    await page.mouse.move(2, 2);
  };

/** Every state of signing in to AWS. */
export const signInShots: readonly Shot[] = [
  ['sign-in-sessions', 'signInSessions'],
  ['sign-in-session', 'signInSessions', openSession('corp')],
  ['sign-in-asked', 'signInAsked', openSession('partner')],
  ['sign-in-starting', 'signInStarting', openSession('partner')],
  ['sign-in-browser', 'signInBrowser', openSession('partner')],
  ['sign-in-not-opened', 'signInNotOpened', openSession('partner')],
  ['sign-in-code', 'signInCode', openSession('partner')],
  ['sign-in-finishing', 'signInFinishing', openSession('partner')],
  ['sign-in-failed', 'signInFailed', openSession('partner')],
  ['sign-in-elsewhere', 'signInElsewhere', openSession('partner')],
];
