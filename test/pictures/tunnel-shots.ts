import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

/** On the list with the keyboard, with the private database selected. */
async function ofPrivate(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Databases/ }).click();
  await page.getByRole('row', { name: /vault/ }).click();
  await page.getByRole('grid').focus();
}

/** Every state of the tunnels. */
export const tunnelShots: readonly Shot[] = [
  [
    'tunnel-asked',
    'tunnelAsked',
    async (page) => {
      await ofPrivate(page);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['tunnel-private', 'tunnelPrivate', ofPrivate],
  ['tunnel-starting', 'tunnelStarting', select('orders')],
  ['tunnel-open', 'tunnelOpen', select('orders')],
  ['tunnel-reconnecting', 'tunnelReconnecting', select('orders')],
  ['tunnel-lost', 'tunnelLost', select('orders')],
  ['tunnel-unused', 'tunnelUnused', select('orders')],
  ['tunnel-waiting', 'tunnelWaiting', select('orders')],
  ['tunnel-denied', 'tunnelDenied', select('orders')],
  ['ssh-failed', 'sshFailed', select('orders')],
  ['ssh-host-key', 'sshAsks'],
  [
    'ssh-form',
    'sshFailed',
    async (page) => {
      await select('orders')(page);
      await page.getByRole('grid').focus();
      await page.keyboard.press('e');
      await page.getByRole('textbox', { name: 'SSH server' }).scrollIntoViewIfNeeded();
    },
  ],
  ['tunnel-active', 'tunnelOpen', async (page) => page.getByRole('button', { name: /^Active/ }).click()],
  [
    'tunnel-nodes',
    'tunnelOpen',
    async (page) => {
      await select('orders')(page);
      await page.getByRole('grid').focus();
      await page.keyboard.press('e');
      const look = page.getByRole('button', { name: 'Look for nodes' });
      await look.scrollIntoViewIfNeeded();
      await look.click();
      await page.getByText(/nodes can be used/).waitFor();
    },
  ],
];
