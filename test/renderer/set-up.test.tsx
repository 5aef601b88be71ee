import { act, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { showSetUp } from '../../renderer/clients/set-up-actions.ts';
import { useStore } from '../../renderer/store.ts';
import { dbeaver, dbeaverCard, manyClients, programs } from './client-samples.ts';
import { passwordNow } from './fake-gateway.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, savedOrders } from './samples.ts';

useWindow();

const asked = { connectionId: savedOrders.id, client: 'dbeaver' };
const dialog = () => within(screen.getByRole('dialog'));
const press = (user: Shown['user'], name: string) => user.click(dialog().getByRole('button', { name }));

async function showCard(client = dbeaver, given: Partial<Gateway> = {}): Promise<Shown> {
  const shown = await showApp({
    programs: programs(manyClients),
    gateways: [gateway(savedOrders, given)],
  });
  act(() => showSetUp(savedOrders, client));
  await dialog().findByRole('list');
  return shown;
}

describe('set up in a client', () => {
  it('has steps and an entry, which main copies and saves', async () => {
    const { user, inputsOf } = await showCard();
    expect(dialog().getByRole('heading').textContent).toBe('Set up orders in DBeaver');
    expect(
      dialog()
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(dbeaverCard.steps);
    expect(dialog().getByRole('group', { name: 'Entry' }).textContent).toBe(dbeaverCard.entry?.text);
    await press(user, 'Copy entry');
    await press(user, 'Save entry…');
    expect(await dialog().findByText('Saved as data-sources-latchkey.json.')).toBeDefined();
    expect(inputsOf('connect:setUp')).toEqual([asked]);
    expect(inputsOf('connect:copySetUp')).toEqual([asked]);
    expect(inputsOf('connect:saveSetUp')).toEqual([asked]);
  });

  it('says nothing where no file was chosen', async () => {
    const { user, answer } = await showCard();
    answer('connect:saveSetUp', () => ({ ok: true, value: { file: null } }));
    await press(user, 'Save entry…');
    expect(dialog().queryByText(/^Saved/)).toBeNull();
  });

  it('copies the local password without showing it, and shows it on request', async () => {
    const { user, inputsOf } = await showCard();
    await press(user, 'Copy local password');
    expect(inputsOf('connect:copyGatewayDetail')).toEqual([
      { connectionId: savedOrders.id, what: 'password' },
    ]);
    expect(await dialog().findByText('Local password copied.')).toBeDefined();
    await press(user, 'Show local password');
    expect(await dialog().findByText(passwordNow(0))).toBeDefined();
    expect(JSON.stringify(useStore.getState())).not.toContain(passwordNow(0));
  });

  it('has steps alone where there is nothing to import', async () => {
    const pgadmin = manyClients.find(({ id }) => id === 'pgadmin') ?? dbeaver;
    await showCard(pgadmin);
    expect(dialog().queryByRole('button', { name: 'Copy entry' })).toBeNull();
    expect(dialog().queryByText(/The entry holds/)).toBeNull();
  });

  it('says where nothing listens, starts it, and lets it start with Latchkey', async () => {
    const { user, inputsOf } = await showCard(dbeaver, { state: 'stopped' });
    await press(user, 'Start');
    expect(inputsOf('gateway:start')).toEqual([{ connectionId: savedOrders.id }]);
    expect(dialog().queryByText('The gateway is not listening')).toBeNull();
    const always = dialog().getByRole('switch', { name: /^Start this gateway with Latchkey/ });
    await user.click(always);
    await user.click(always);
    expect(inputsOf('gateway:change')).toEqual(
      ['with-latchkey', 'on-open'].map((start) => ({ connectionId: savedOrders.id, change: { start } })),
    );
  });

  it('says why there is none', async () => {
    await showApp({ programs: programs(manyClients) }, (fake) =>
      fake.answer('connect:setUp', () => ({
        ok: false,
        error: { code: 'port-in-use', message: 'No port is free.', hint: 'Choose one by hand.' },
      })),
    );
    act(() => showSetUp(savedOrders, dbeaver));
    expect((await dialog().findByRole('alert')).textContent).toBe('No port is free. Choose one by hand.');
  });

  it('goes with its connection', async () => {
    const { say } = await showCard();
    say('connections:changed', []);
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
