import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

/** Away from every button: one that it leaves when the window shrinks would begin a transition that waits for a frame. */
const restPointer: Act = async (page) => page.mouse.move(2, 2);

const copyAs =
  (name: string, act?: Act): Act =>
  async (page) => {
    await select(name)(page);
    await page.keyboard.press('Control+Shift+c');
    await page.getByRole('dialog').waitFor();
    await act?.(page);
    await restPointer(page);
    await page.locator('pre, [role=dialog] p').first().waitFor();
  };

const form = async (page: Page, name: string): Promise<void> =>
  page.getByRole('option', { name, exact: true }).click();

const throughGateway: Act = async (page) => page.getByText('Gateway', { exact: true }).last().click();

/** The dialog that copies in many forms. */
export const copyAsShots: readonly Shot[] = [
  ['copy-as', 'company', copyAs('orders')],
  [
    'copy-as-token',
    'company',
    copyAs('orders', async (page) => {
      await form(page, 'Environment lines');
      await page.getByText('With a token').click();
    }),
  ],
  ['copy-as-code', 'company', copyAs('orders', async (page) => form(page, 'Python'))],
  ['copy-as-long', 'company', copyAs('orders', async (page) => form(page, 'Kubernetes job'))],
  [
    'copy-as-gateway',
    'gatewayOn',
    copyAs('orders', async (page) => {
      await throughGateway(page);
      await form(page, 'Connection URL');
      await page.getByText('With the local password').click();
    }),
  ],
  [
    'copy-as-stopped',
    'gatewayStopped',
    copyAs('billing', async (page) => {
      await throughGateway(page);
      await form(page, 'Node.js');
    }),
  ],
  ['copy-as-no-gateway', 'company', copyAs('orders', throughGateway)],
  ['copy-as-tunnel', 'company', copyAs('orders reporting', async (page) => form(page, 'JDBC URL'))],
  ['copy-as-tabs', 'company', copyAs('orders', async (page) => form(page, 'Go'))],
];
