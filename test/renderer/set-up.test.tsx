import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { showSetUp } from '../../renderer/clients/set-up-actions.ts';
import { useStore } from '../../renderer/store.ts';
import { dbeaver, heidi, manyClients, programs } from './client-samples.ts';
import { passwordNow } from './machine/seeded-ports.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, savedOrders } from './samples.ts';

useWindow();

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
    const { user, app, clipboard, saved } = await showCard();
    const asked = { connectionId: savedOrders.id, client: 'dbeaver' };
    const card = await app.ask('connect:setUp', asked);
    const { steps, entry } = card.ok ? card.value : { steps: [], entry: null };
    expect(dialog().getByRole('heading').textContent).toBe('Set up orders in DBeaver');
    expect(
      dialog()
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(steps);
    expect(dialog().getByRole('group', { name: 'Entry' }).textContent).toBe(entry?.text);
    expect(entry?.text).toContain('15432');
    await press(user, 'Copy entry');
    await waitFor(() => expect(clipboard.text).toBe(entry?.text));
    await press(user, 'Save entry…');
    expect(await dialog().findByText(`Saved as ${entry?.file}.`)).toBeDefined();
    expect(saved).toEqual([{ name: entry?.file, text: entry?.text }]);
  });

  it('says nothing where no file was chosen', async () => {
    const { user, saved, world } = await showCard();
    world.saveAs = () => null;
    await press(user, 'Save entry…');
    expect(saved).toEqual([]);
    expect(dialog().queryByText(/^Saved/)).toBeNull();
  });

  it('copies the local password without showing it, and shows it on request', async () => {
    const { user, clipboard, told } = await showCard();
    await press(user, 'Copy local password');
    expect(await dialog().findByText('Local password copied.')).toBeDefined();
    expect(clipboard.text).toBe(passwordNow(0));
    expect(told.join()).not.toContain(passwordNow(0));
    await press(user, 'Show local password');
    expect(await dialog().findByText(passwordNow(0))).toBeDefined();
    expect(JSON.stringify(useStore.getState())).not.toContain(passwordNow(0));
  });

  it('has steps alone where there is nothing to import', async () => {
    await showCard(heidi);
    expect(dialog().getByRole('heading').textContent).toBe('Set up orders in HeidiSQL');
    expect(dialog().queryByRole('button', { name: 'Copy entry' })).toBeNull();
    expect(dialog().queryByText(/The entry holds/)).toBeNull();
  });

  it('says where nothing listens, starts it, and lets it start with Latchkey', async () => {
    const { user, files, relay } = await showCard(dbeaver, { state: 'stopped' });
    await press(user, 'Start');
    await waitFor(() => expect(dialog().queryByText('The gateway is not listening')).toBeNull());
    expect(relay.listening.has(savedOrders.id)).toBe(true);
    const always = dialog().getByRole('switch', { name: /^Start this gateway with Latchkey/ });
    await user.click(always);
    await waitFor(() => expect(files.gateways.held()).toMatchObject([{ start: 'with-latchkey' }]));
    await user.click(always);
    await waitFor(() => expect(files.gateways.held()).toMatchObject([{ start: 'on-open' }]));
  });

  it('says why there is none', async () => {
    const { world } = await showApp({ programs: programs(manyClients) });
    world.isEveryPortHeld = true;
    act(() => showSetUp(savedOrders, dbeaver));
    expect((await dialog().findByRole('alert')).textContent).toBe(
      'No port from 15432 to 16431 is free. Choose a port by hand.',
    );
  });

  it('goes with its connection', async () => {
    const { app, happen } = await showCard();
    await happen(() => app.ask('connections:remove', { connectionId: savedOrders.id }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
