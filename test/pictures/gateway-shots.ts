import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

const selected =
  (name: string, act: Act): Act =>
  async (page) => {
    await select(name)(page);
    await act(page);
  };

const howTo =
  (name: string, act?: Act): Act =>
  async (page) => {
    await select(name)(page);
    await page.getByRole('button', { name: 'How to connect…' }).click();
    await page.getByRole('dialog').waitFor();
    await act?.(page);
  };

/** Away from every button: one that it leaves when the window shrinks would begin a transition that waits for a frame. */
const restPointer: Act = async (page) => page.mouse.move(2, 2);

const active: Act = async (page) => page.getByRole('button', { name: /^Active/ }).click();

/** Every state of the gateways. */
export const gatewayShots: readonly Shot[] = [
  ['gateway-off', 'company', select('orders')],
  ['gateway-on', 'gatewayOn', select('orders')],
  ['gateway-stopped', 'gatewayStopped', select('billing')],
  ['gateway-sessions', 'gateways', select('orders')],
  ['gateway-error', 'gatewayError', select('orders')],
  ['gateway-failure', 'gatewayFailure', select('orders')],
  [
    'gateway-options',
    'gatewayOptions',
    selected('orders reporting', async (page) => {
      await page.getByRole('button', { name: 'Options' }).click();
      await page.getByText('Offered to clients').scrollIntoViewIfNeeded();
    }),
  ],
  [
    'gateway-port-wrong',
    'gatewayOn',
    selected('orders', async (page) => {
      await page.getByRole('textbox', { name: 'Port' }).fill('443');
      await page.keyboard.press('Enter');
    }),
  ],
  [
    'gateway-stop',
    'gateways',
    selected('orders', async (page) => {
      await page.getByRole('grid').focus();
      await page.keyboard.press('g');
      await page.getByRole('dialog').waitFor();
    }),
  ],
  [
    'gateway-palette',
    'gateways',
    selected('orders', async (page) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('gateway');
      await restPointer(page);
    }),
  ],
  ['how-to-connect', 'gatewayOn', howTo('orders')],
  [
    'how-to-connect-shown',
    'gatewayOn',
    howTo('orders', async (page) => {
      await page.getByRole('button', { name: 'Show local password' }).click();
      await page.getByRole('button', { name: 'Copy user' }).click();
      await restPointer(page);
    }),
  ],
  ['how-to-connect-stopped', 'gatewayStopped', howTo('billing')],
  [
    'how-to-connect-renew',
    'gatewayOn',
    howTo('orders', async (page) => page.getByRole('button', { name: 'Renew password…' }).click()),
  ],
  ['active-sessions', 'gateways', active],
  ['gateway-waiting', 'gatewayWaiting', select('orders')],
  ['active-waiting', 'gatewayWaiting', active],
  ['gateway-marks', 'gateways', select('scratch')],
];
