import { fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { useStore } from '../../renderer/store.ts';
import { HELD_PORT, portInUse } from './fake-gateway.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, savedBilling, savedOrders, savedTunnel, session } from './samples.ts';

useWindow();

const { id } = savedOrders;
const connectionId = id;

/** The window with the connections in it, one selected, and the focus on the list. */
async function showSelected(of: { readonly id: string }, gateways: readonly Gateway[]): Promise<Shown> {
  const shown = await showApp({ gateways: [...gateways] });
  await shown.user.click(screen.getByRole('button', { name: /^Connections/ }));
  const row = document.querySelector<HTMLElement>(`[data-connection="${of.id}"]`);
  if (row === null) throw new Error('no row');
  await shown.user.click(row);
  grid().focus();
  return shown;
}

const grid = () => screen.getByRole('grid', { name: 'Connections' });
const section = () => within(within(inspector()).getByRole('region', { name: 'Gateway' }));
const toggle = () => section().getByRole('switch', { name: 'Gateway of orders' });
const dialog = () => within(screen.getByRole('dialog'));
const open = [session(2, 'psql'), session(1, 'DBeaver')];

/** Replaces what is in the port field, in one go. */
async function typePort(user: Shown['user'], text: string): Promise<HTMLElement> {
  const field = section().getByRole('textbox', { name: 'Port' });
  await user.clear(field);
  await user.paste(text);
  return field;
}

describe('the switch', () => {
  it('says what a gateway is to someone who sees it first, starts it, and says where it listens', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, []);
    expect(inspector().textContent).toContain('A port on this machine that logs any client in');
    expect(section().queryByRole('textbox')).toBeNull();
    await user.click(toggle());
    expect(inputsOf('gateway:start')).toEqual([{ connectionId }]);
    expect(section().getByRole('status').textContent).toBe('Listening on 127.0.0.1:15432');
    expect(toggle()).toHaveProperty('checked', true);
    await user.click(toggle());
    expect(inputsOf('gateway:stop')).toEqual([{ connectionId }]);
    expect(section().getByRole('status').textContent).toBe('Stopped');
  });

  it('asks before it closes sessions, and leaves them where one says no', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, [gateway(savedOrders, { sessions: open })]);
    await user.click(toggle());
    expect(dialog().getByRole('heading').textContent).toBe('Stop and close 2 sessions?');
    expect(dialog().getByText(/psql, DBeaver/)).toBeDefined();
    await user.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(inputsOf('gateway:stop')).toEqual([]);
    await user.click(toggle());
    await user.click(dialog().getByRole('button', { name: 'Stop' }));
    expect(inputsOf('gateway:stop')).toEqual([{ connectionId }]);
    expect(toggle()).toHaveProperty('checked', false);
  });

  it('says in place who holds the port, and starts with another one', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, [
      gateway(savedOrders, { port: HELD_PORT, state: 'stopped' }),
    ]);
    await user.click(toggle());
    expect(section().getByRole('status').textContent).toContain(portInUse(HELD_PORT).message);
    expect(section().getByRole('status').textContent).toContain(portInUse(HELD_PORT).hint);
    expect(useStore.getState().toasts).toEqual([]);
    await typePort(user, '16001');
    await user.keyboard('{Enter}');
    expect(inputsOf('gateway:change')).toEqual([{ connectionId, change: { port: 16_001 } }]);
    expect(section().getByRole('status').textContent).toBe('Listening on 127.0.0.1:16001');
  });

  it('is on the key G of the list, which says what it did', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, []);
    await user.keyboard('g');
    expect(inputsOf('gateway:start')).toEqual([{ connectionId }]);
    expect(screen.getByText('The gateway of orders is listening on port 15432')).toBeDefined();
    await user.keyboard('g');
    expect(inputsOf('gateway:stop')).toEqual([{ connectionId }]);
    await user.keyboard('?');
    expect(dialog().getByText('Start or stop the gateway')).toBeDefined();
  });

  it('is not there for a database that is no connection', async () => {
    const { user } = await showApp();
    await user.click(
      screen.getAllByRole('row').find((row) => row.textContent?.includes('billing')) ?? grid(),
    );
    expect(inspector().textContent).not.toContain('Gateway');
    await user.keyboard('g');
    expect(useStore.getState().toasts).toEqual([]);
  });
});

describe('the port', () => {
  const running = [gateway(savedOrders), gateway(savedBilling)];

  it('counts when one leaves the field', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, running);
    await typePort(user, '15999');
    await user.tab();
    expect(inputsOf('gateway:change')).toEqual([{ connectionId, change: { port: 15_999 } }]);
    expect(section().getByRole('textbox')).toHaveProperty('value', '15999');
  });

  it('refuses in place what is none', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, running);
    for (const text of ['80', '70000', 'abc', ' ', '15432.5']) {
      const field = await typePort(user, text);
      await user.keyboard('{Enter}');
      expect(field.getAttribute('aria-invalid'), text).toBe('true');
      expect(section().getByText('Enter a port from 1024 to 65535.')).toBeDefined();
    }
    expect(inputsOf('gateway:change')).toEqual([]);
  });

  it('says what main says of one that is held, and asks for it once', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, running);
    await typePort(user, String(HELD_PORT));
    await user.keyboard('{Enter}');
    expect(section().getByText(/in use by postgres \(process 812\)/)).toBeDefined();
    await user.tab();
    expect(inputsOf('gateway:change')).toHaveLength(1);
  });

  it('is taken back with Esc, which closes nothing then', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, running);
    const field = await typePort(user, '99');
    await user.keyboard('{Escape}');
    expect(field).toHaveProperty('value', '15432');
    expect(document.activeElement).toBe(field);
    await user.tab();
    expect(inputsOf('gateway:change')).toEqual([]);
  });
});

describe('what the inspector says of it', () => {
  it('how many clients there are, and how many wait', async () => {
    const waiting = session(3, 'psql', { state: 'waiting' });
    const { user } = await showSelected(savedOrders, [
      gateway(savedOrders, { sessions: [waiting, ...open] }),
    ]);
    expect(section().getByText('3 sessions')).toBeDefined();
    expect(section().getByText('1 waiting')).toBeDefined();
    await user.click(section().getByRole('button', { name: 'Show' }));
    expect(screen.getByRole('list', { name: 'Sessions of orders' })).toBeDefined();
  });

  it('what went wrong last, whose client it was, and when', async () => {
    await showSelected(savedOrders, [
      gateway(savedOrders, {
        lastFailure: {
          at: Date.now() - 4 * 60_000,
          program: '',
          error: { code: 'access-denied', message: 'The local password is wrong.', hint: 'Copy it again.' },
        },
      }),
    ]);
    expect(section().getByText('The local password is wrong.')).toBeDefined();
    expect(section().getByText('Copy it again.')).toBeDefined();
    expect(section().getByText('4 min ago').parentElement?.textContent).toBe('A client, 4 min ago');
  });

  it('its options, each of which counts at once; the local sign-in is PostgreSQL’s alone', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, [gateway(savedOrders), gateway(savedBilling)]);
    await user.click(section().getByRole('button', { name: 'Options' }));
    await choose(user, /Starts/, 'With Latchkey');
    await choose(user, /Stops if idle/, 'After 1 hour');
    await choose(user, /Local login/, 'Cleartext');
    await user.click(section().getByRole('switch', { name: /Local TLS/ }));
    expect(inputsOf('gateway:change')).toEqual(
      [{ start: 'with-latchkey' }, { idleMinutes: 60 }, { localSignIn: 'cleartext' }, { localTls: true }].map(
        (change) => ({ connectionId, change }),
      ),
    );
    const billing = document.querySelector<HTMLElement>(`[data-connection="${savedBilling.id}"]`);
    if (billing !== null) await user.click(billing);
    await user.click(section().getByRole('button', { name: 'Options' }));
    expect(section().queryByText('Local login')).toBeNull();
  });

  it('an idle time that is none of the usual ones', async () => {
    const { user } = await showSelected(savedOrders, [gateway(savedOrders, { idleMinutes: 25 })]);
    await user.click(section().getByRole('button', { name: 'Options' }));
    expect(section().getByRole('button', { name: /After 25 minutes/ })).toBeDefined();
  });
});

async function choose(user: Shown['user'], field: RegExp, choice: string): Promise<void> {
  await user.click(section().getByRole('button', { name: field }));
  await user.click(await screen.findByRole('option', { name: choice }));
}

describe('the mark of a row', () => {
  it('stands where a gateway listens, and where it should and does not', async () => {
    await showSelected(savedOrders, [
      gateway(savedOrders, { sessions: open }),
      gateway(savedBilling, { state: 'stopped' }),
      gateway(savedTunnel, { state: 'stopped', error: portInUse(15_432) }),
    ]);
    const marks = [...grid().querySelectorAll('[role=img]')].map((mark) => mark.getAttribute('aria-label'));
    expect(marks.filter((text) => text?.startsWith('Gateway'))).toEqual([
      'Gateway on port 15432, 2 sessions',
      'Gateway not listening: Port 15432 is in use by postgres (process 812).',
    ]);
  });
});

describe('opening a client', () => {
  it('through the gateway: no token was made for it', async () => {
    const { user } = await showSelected(savedOrders, [gateway(savedOrders)]);
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Opened psql through the gateway')).toBeDefined();
  });
});

describe('the palette', () => {
  it('has the gateway of the selected connection', async () => {
    const { user, inputsOf } = await showSelected(savedOrders, [gateway(savedOrders)]);
    const run = async (words: string): Promise<void> => {
      await user.keyboard('{Control>}k{/Control}');
      // happy-dom knows no `:focus-within`, by which React Aria sees that the field has the focus already
      screen.getByRole('combobox', { name: /Find a connection/ }).focus();
      await user.paste(words);
      await user.keyboard('{Enter}');
    };
    await run('gateway url');
    await run('gateway local password');
    expect(inputsOf('connect:copyGatewayDetail')).toEqual([
      { connectionId, what: 'url' },
      { connectionId, what: 'password' },
    ]);
    expect(screen.getByText('Local password copied')).toBeDefined();
    await run('gateway stop');
    expect(inputsOf('gateway:stop')).toEqual([{ connectionId }]);
    await run('gateway how');
    expect(dialog().getByRole('heading').textContent).toBe('How to connect to orders');
  });

  it('has no gateway where no connection is selected', async () => {
    const { user } = await showApp({ gateways: [gateway(savedOrders)] });
    await user.keyboard('{Control>}k{/Control}');
    fireEvent.change(screen.getByRole('combobox', { name: /Find a connection/ }), {
      target: { value: 'gateway' },
    });
    expect(screen.queryByRole('option')).toBeNull();
  });
});
