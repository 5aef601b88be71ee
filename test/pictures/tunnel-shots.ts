import { select, type Shot } from './connection-shots.ts';

/** Every state of the tunnels. */
export const tunnelShots: readonly Shot[] = [
  ['tunnel-open', 'tunnelOpen', select('orders')],
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
