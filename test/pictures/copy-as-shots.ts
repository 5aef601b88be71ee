import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

/** Away from every button: one that it leaves when the window shrinks would begin a transition that waits for a frame. */
const restPointer: Act = async (page) => page.mouse.move(2, 2);

const copyFormats =
  (name: string, act?: Act): Act =>
  async (page) => {
    await select(name)(page);
    await page.keyboard.press('Control+Shift+c');
    await page.getByRole('dialog').waitFor();
    await act?.(page);
    await restPointer(page);
    await page.locator('pre, [role=dialog] p').first().waitFor();
  };

const format = async (page: Page, name: string): Promise<void> =>
  page.getByRole('option', { name, exact: true }).click();

const throughGateway: Act = async (page) => page.getByText('Gateway', { exact: true }).last().click();

/** The dialog that copies in many forms. */
export const copyAsShots: readonly Shot[] = [
  ['copy-as', 'company', copyFormats('orders')],
  [
    'copy-as-token',
    'company',
    copyFormats('orders', async (page) => {
      await format(page, 'Environment lines');
      await page.getByText('With a token').click();
    }),
  ],
  ['copy-as-code', 'company', copyFormats('orders', async (page) => format(page, 'Python'))],
  ['copy-as-long', 'company', copyFormats('orders', async (page) => format(page, 'Kubernetes job'))],
  [
    'copy-as-gateway',
    'gatewayOn',
    copyFormats('orders', async (page) => {
      await throughGateway(page);
      await format(page, 'Connection URL');
      await page.getByText('With the local password').click();
    }),
  ],
  [
    'copy-as-stopped',
    'gatewayStopped',
    copyFormats('billing', async (page) => {
      await throughGateway(page);
      await format(page, 'Node.js');
    }),
  ],
  ['copy-as-no-gateway', 'company', copyFormats('orders', throughGateway)],
  ['copy-as-tunnel', 'company', copyFormats('orders reporting', async (page) => format(page, 'JDBC URL'))],
  ['copy-as-tabs', 'company', copyFormats('orders', async (page) => format(page, 'Go'))],
];
