import { expect, test } from './fixtures.ts';

test('one key says that the sign-in works, and for a stranger what is missing', async ({ latchkey }) => {
  const { page } = latchkey;
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/ })).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('demo postgres');
  await expect(page.getByRole('row', { name: /latchkey-demo PostgreSQL/, selected: true })).toBeVisible();
  await page.getByRole('grid', { name: 'Databases' }).focus();
  await page.keyboard.press('d');

  const doctor = page.getByRole('region', { name: 'Can I connect?' });
  await expect(doctor.getByText('Yes', { exact: true })).toBeVisible();
  await expect(doctor.getByText('Host answers, certificate verified')).toBeVisible();

  const user = page.getByRole('combobox', { name: 'Log in as' });
  await user.fill('nobody_here');
  await user.blur();
  await doctor.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(doctor.getByText('No', { exact: true })).toBeVisible();
  await doctor.getByRole('button', { name: 'Copy report' }).click();
  await expect.poll(() => latchkey.clipboard()).toMatch(/^Can platform-dev log in as nobody_here/);
  expect(await latchkey.clipboard()).not.toMatch(/X-Amz-Signature=[0-9a-f]/);
});
