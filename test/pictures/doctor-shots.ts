import type { Page } from 'playwright';
import { select, type Shot } from './connection-shots.ts';

type Act = (page: Page) => Promise<void>;

const scrolled: Act = async (page) => {
  await select('orders')(page);
  await page.getByRole('heading', { name: 'Can I connect?' }).scrollIntoViewIfNeeded();
  await page.locator('[data-inspector]').evaluate((inspector) => {
    const heading = [...inspector.querySelectorAll('h3')].find(
      ({ textContent }) => textContent === 'Can I connect?',
    );
    inspector.scrollTop += (heading?.getBoundingClientRect().top ?? 0) - 120;
  });
};

const dialog =
  (tab: string | null, act?: Act): Act =>
  async (page) => {
    await scrolled(page);
    await page.getByRole('button', { name: 'Policy and SQL…' }).click();
    await page.getByRole('dialog').waitFor();
    if (tab !== null) await page.getByRole('tab', { name: tab }).click();
    await act?.(page);
  };

/** Each kind of answer of the doctor, and its dialog. */
export const doctorShots: readonly Shot[] = [
  ['doctor-yes', 'doctorYes', scrolled],
  ['doctor-running', 'doctorRunning', scrolled],
  ['doctor-policy', 'doctorPolicy', scrolled],
  ['doctor-user', 'doctorUser', scrolled],
  ['doctor-iam-off', 'doctorIamOff', scrolled],
  ['doctor-clock', 'doctorClock', scrolled],
  ['doctor-denied', 'doctorDenied', scrolled],
  ['doctor-unreachable', 'doctorUnreachable', scrolled],
  ['doctor-failed-client', 'doctorFailedClient', scrolled],
  ['doctor-clock-line', 'doctorClockLine', select('orders')],
  [
    'doctor-dialog-policy',
    'company',
    dialog(null, async (page) => page.getByRole('group', { name: 'Policy' }).waitFor()),
  ],
  [
    'doctor-dialog-anyone',
    'company',
    dialog(null, async (page) => {
      await page.getByRole('button', { name: /^These users/ }).click();
      await page.getByRole('option', { name: /^Anyone/ }).click();
      await page.getByText(/lets the identity log in as anyone/).waitFor();
    }),
  ],
  [
    'doctor-dialog-sql',
    'company',
    dialog('SQL', async (page) => page.getByRole('group', { name: 'SQL', exact: true }).waitFor()),
  ],
  [
    'doctor-dialog-check',
    'company',
    dialog('Check a policy', async (page) => {
      await page
        .getByRole('textbox', { name: 'Policy' })
        .fill('arn:aws:rds:us-east-1:482011780031:dbuser/orders/app_readonly');
      await page.getByRole('group', { name: 'Corrected policy' }).waitFor();
    }),
  ],
  [
    'doctor-dialog-users',
    'company',
    dialog('Who can log in', async (page) => {
      await page.getByRole('button', { name: 'Ask the database' }).click();
      await page.getByText(/users can log in/).waitFor();
    }),
  ],
  [
    'doctor-who-can-i-be',
    'company',
    async (page) => {
      await page.locator('[role=row]', { hasText: 'writer' }).first().click();
      await page.getByRole('button', { name: 'Who can I log in as?' }).click();
      await page.getByRole('list', { name: 'Users whom you can log in as' }).waitFor();
    },
  ],
];
