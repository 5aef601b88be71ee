import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../app/contract.ts';
import type { Gateway } from '../../app/gateway/model.ts';
import { showHowToConnect } from '../../renderer/gateway/actions.ts';
import { useStore } from '../../renderer/store.ts';
import { passwordNow } from './machine/seeded-ports.ts';
import { showApp, useWindow, type Shown } from './render-app.tsx';
import { connection, gateway, orders, savedOrders } from './samples.ts';

useWindow();

const connectionId = savedOrders.id;
const dialog = () => within(screen.getByRole('dialog', { name: 'How to connect to orders' }));
const press = (user: Shown['user'], name: string) => user.click(dialog().getByRole('button', { name }));

async function showCard(given: Partial<Gateway> = {}): Promise<Shown> {
  const shown = await showApp({ gateways: [gateway(savedOrders, given)] });
  act(() => showHowToConnect(savedOrders));
  return shown;
}

describe('how to connect', () => {
  it('says all that a client is told, and has each copied by main', async () => {
    const { user, clipboard, told } = await showCard({ port: 15_433 });
    const terms = screen.getAllByRole('term').map(({ textContent }) => textContent);
    expect(terms).toEqual(['Host', 'Port', 'User', 'Database', 'Local password', 'TLS', 'URL']);
    for (const value of ['127.0.0.1', '15433', 'app_readonly', 'orders']) {
      expect(dialog().getByText(value)).toBeDefined();
    }
    for (const [name, value] of [
      ['host', '127.0.0.1'],
      ['port', '15433'],
      ['user', 'app_readonly'],
      ['database', 'orders'],
      ['local password', passwordNow(0)],
    ]) {
      await press(user, `Copy ${name}`);
      await waitFor(() => expect(clipboard.text).toBe(value));
    }
    await press(user, 'Copy URL');
    await waitFor(() =>
      expect(clipboard.text).toMatch(/^postgresql:\/\/app_readonly(:[^@]*)?@127\.0\.0\.1:15433\/orders/),
    );
    expect(dialog().getByRole('status').textContent).toBe('URL copied.');
    // copied without being shown
    expect(told.join()).not.toContain(passwordNow(0));
  });

  it('turns local TLS on with one click, and then says what to verify it with', async () => {
    const { user, clipboard, relay } = await showCard();
    expect(
      dialog().getByText(/^Off\. With it, a client can tell Latchkey from another program/),
    ).toBeDefined();
    expect(dialog().queryByRole('button', { name: 'Copy CA file' })).toBeNull();
    await press(user, 'Turn on TLS');
    expect(await dialog().findByText('On, verified with the CA file')).toBeDefined();
    expect(relay.listening.get(connectionId)).toMatchObject({ localTls: true });
    await press(user, 'Copy CA file');
    await waitFor(() => expect(clipboard.text).toMatch(/gateway-certificate\.pem$/));
    // a name that every client finds in the certificate
    await press(user, 'Copy host');
    await waitFor(() => expect(clipboard.text).toBe('localhost'));
    await press(user, 'Copy URL');
    await waitFor(() => expect(clipboard.text).toContain('sslmode=verify-full&sslrootcert='));
  });

  it('copies no database where the client is to choose', async () => {
    const free = connection(orders, { database: '' });
    await showApp({ connections: [free], gateways: [gateway(free)] });
    act(() => showHowToConnect(free));
    expect(dialog().getByText('Same as the user')).toBeDefined();
    expect(dialog().queryByRole('button', { name: 'Copy database' })).toBeNull();
  });

  it('shows the local password on request, keeps it in no store, and forgets it when closed', async () => {
    const { user, told } = await showCard();
    const password = passwordNow(0);
    expect(dialog().queryByText(password)).toBeNull();
    await press(user, 'Show local password');
    expect(await dialog().findByText(password)).toBeDefined();
    expect(JSON.stringify(useStore.getState())).not.toContain(password);
    await press(user, 'Hide local password');
    expect(dialog().queryByText(password)).toBeNull();
    await press(user, 'Show local password');
    await press(user, 'Done');
    expect(screen.queryByRole('dialog')).toBeNull();
    act(() => showHowToConnect(savedOrders));
    expect(dialog().queryByText(password)).toBeNull();
    // asked for anew each time, and said at no other
    expect(told.filter((text) => text.includes(password))).toHaveLength(2);
  });

  it('shows nothing that arrives after it was closed', async () => {
    const { user, answer } = await showCard();
    let give: (reply: Reply<{ password: string }>) => void = () => {};
    answer('gateway:password', () => new Promise((resolve) => (give = resolve)));
    await press(user, 'Show local password');
    await press(user, 'Done');
    act(() => showHowToConnect(savedOrders));
    await act(async () => give({ ok: true, value: { password: 'late' } }));
    expect(dialog().queryByText('late')).toBeNull();
  });

  it('renews the password only after it has said what stops working, and hides the old one', async () => {
    const { user } = await showCard();
    await press(user, 'Show local password');
    expect(await dialog().findByText(passwordNow(0))).toBeDefined();
    await press(user, 'Renew password…');
    expect(dialog().getByRole('alert').textContent).toContain(
      'Clients that saved the old one will be refused',
    );
    expect(document.activeElement?.textContent).toBe('Keep');
    await user.keyboard('{Escape}');
    expect(dialog().getByText(passwordNow(0))).toBeDefined();
    await press(user, 'Renew password…');
    await press(user, 'Renew');
    await waitFor(() => expect(dialog().queryByText(passwordNow(0))).toBeNull());
    expect(dialog().getByText(/This one is new/)).toBeDefined();
    await press(user, 'Show local password');
    expect(await dialog().findByText(passwordNow(1))).toBeDefined();
  });

  it.each(['connect:copyGatewayDetail', 'gateway:password', 'gateway:renewPassword'] as const)(
    'says in place why %s failed',
    async (channel) => {
      const { user, world } = await showCard();
      world.isKeyStoreLocked = true;
      if (channel === 'connect:copyGatewayDetail') await press(user, 'Copy local password');
      else if (channel === 'gateway:password') await press(user, 'Show local password');
      else {
        await press(user, 'Renew password…');
        await press(user, 'Renew');
      }
      expect((await dialog().findByRole('alert')).textContent).toBe('The key store is locked. Unlock it.');
      expect(dialog().queryByText(/This one is new/)).toBeNull();
    },
  );

  it('says where nothing listens, and starts it', async () => {
    const { user, relay } = await showCard({ state: 'stopped' });
    expect(dialog().getByText('The gateway is not listening')).toBeDefined();
    await press(user, 'Start');
    await waitFor(() => expect(dialog().queryByText('The gateway is not listening')).toBeNull());
    expect(relay.listening.has(connectionId)).toBe(true);
  });

  it('goes with its connection', async () => {
    const { app, happen } = await showCard();
    await happen(() => app.ask('connections:remove', { connectionId }));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
