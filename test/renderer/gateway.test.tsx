import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Gateway } from '../../app/gateway/model.ts';
import { useStore } from '../../renderer/store.ts';
import { HELD_PORT, PORT_HOLDER } from './machine/memory-relay.ts';
import { passwordNow, tokenFor } from './machine/seeded-ports.ts';
import { inspector, showApp, useWindow, type Shown } from './render-app.tsx';
import { gateway, savedBilling, savedOrders, savedTunnel, session } from './samples.ts';

useWindow();

/** What is said of the port that another program holds. */
const portIsHeld = {
  code: 'port-in-use',
  message: `Port ${HELD_PORT} is in use by ${PORT_HOLDER}.`,
  hint: 'End that program, or choose another port here.',
} as const;

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
    const { user, relay } = await showSelected(savedOrders, []);
    expect(inspector().textContent).toContain('A port on this machine that logs any client in');
    expect(section().queryByRole('textbox')).toBeNull();
    await user.click(toggle());
    await waitFor(() =>
      expect(section().getByRole('status').textContent).toBe('Listening on 127.0.0.1:15432'),
    );
    expect(relay.listening.get(connectionId)).toMatchObject({ port: 15_432, dbUser: 'app_readonly' });
    expect(toggle()).toHaveProperty('checked', true);
    await user.click(toggle());
    await waitFor(() => expect(section().getByRole('status').textContent).toBe('Stopped'));
    expect(relay.listening.size).toBe(0);
  });

  it('asks before it closes sessions, and leaves them where one says no', async () => {
    const { user, relay } = await showSelected(savedOrders, [gateway(savedOrders, { sessions: open })]);
    await user.click(toggle());
    expect(dialog().getByRole('heading').textContent).toBe('Stop and close 2 sessions?');
    expect(dialog().getByText(/psql, DBeaver/)).toBeDefined();
    await user.click(dialog().getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(relay.listening.size).toBe(1);
    await user.click(toggle());
    await user.click(dialog().getByRole('button', { name: 'Stop' }));
    await waitFor(() => expect(toggle()).toHaveProperty('checked', false));
    expect(relay.listening.size).toBe(0);
  });

  it('says in place who holds the port, and starts with another one', async () => {
    const { user, files, relay } = await showSelected(savedOrders, [
      gateway(savedOrders, { port: HELD_PORT, state: 'stopped' }),
    ]);
    await user.click(toggle());
    const { message, hint } = portIsHeld;
    await waitFor(() => expect(section().getByRole('status').textContent).toContain(message));
    expect(section().getByRole('status').textContent).toContain(hint);
    expect(useStore.getState().toasts).toEqual([]);
    await typePort(user, '16001');
    await user.keyboard('{Enter}');
    await waitFor(() =>
      expect(section().getByRole('status').textContent).toBe('Listening on 127.0.0.1:16001'),
    );
    expect(files.gateways.held()).toMatchObject([{ connectionId, port: 16_001 }]);
    expect(relay.listening.get(connectionId)?.port).toBe(16_001);
  });

  it('is on the key G of the list, which says what it did', async () => {
    const { user, relay } = await showSelected(savedOrders, []);
    await user.keyboard('g');
    expect(await screen.findByText('The gateway of orders is listening on port 15432')).toBeDefined();
    expect(relay.listening.has(connectionId)).toBe(true);
    await user.keyboard('g');
    await waitFor(() => expect(relay.listening.size).toBe(0));
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
    const { user, files, relay } = await showSelected(savedOrders, running);
    await typePort(user, '15999');
    await user.tab();
    await waitFor(() => expect(relay.listening.get(connectionId)?.port).toBe(15_999));
    expect(files.gateways.held().find((one) => one.connectionId === connectionId)?.port).toBe(15_999);
    expect(section().getByRole('textbox')).toHaveProperty('value', '15999');
  });

  it('refuses in place what is none', async () => {
    const { user, files } = await showSelected(savedOrders, running);
    for (const text of ['80', '70000', 'abc', ' ', '15432.5']) {
      const field = await typePort(user, text);
      await user.keyboard('{Enter}');
      expect(field.getAttribute('aria-invalid'), text).toBe('true');
      expect(section().getByText('Enter a port from 1024 to 65535.')).toBeDefined();
    }
    expect(files.gateways.writes()).toBe(0);
  });

  it('says what main says of one that is held, and asks for it once', async () => {
    const { user, calls } = await showSelected(savedOrders, running);
    await typePort(user, String(HELD_PORT));
    await user.keyboard('{Enter}');
    expect(await section().findByText(/in use by postgres \(process 812\)/)).toBeDefined();
    await user.tab();
    expect(calls.filter(({ channel }) => channel === 'gateway:change')).toHaveLength(1);
  });

  it('is taken back with Esc, which closes nothing then', async () => {
    const { user, files } = await showSelected(savedOrders, running);
    const field = await typePort(user, '99');
    await user.keyboard('{Escape}');
    expect(field).toHaveProperty('value', '15432');
    expect(document.activeElement).toBe(field);
    await user.tab();
    expect(files.gateways.writes()).toBe(0);
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
    const { user, files, relay } = await showSelected(savedOrders, [
      gateway(savedOrders),
      gateway(savedBilling),
    ]);
    await user.click(section().getByRole('button', { name: 'Options' }));
    await choose(user, /Starts/, 'With Latchkey');
    await choose(user, /Stops if idle/, 'After 1 hour');
    await choose(user, /Local login/, 'Cleartext');
    await user.click(section().getByRole('switch', { name: /Local TLS/ }));
    await user.click(section().getByRole('switch', { name: 'Port: Keep it while Latchkey runs' }));
    await user.click(section().getByRole('switch', { name: 'Let in: Other users and containers' }));
    // a session of PostgreSQL always has a database
    expect(section().queryByRole('switch', { name: /Database/ })).toBeNull();
    const changed = {
      start: 'with-latchkey',
      idleMinutes: 60,
      localSignIn: 'cleartext',
      localTls: true,
      keepsPort: true,
      allowsOthers: true,
    };
    await waitFor(() =>
      expect(files.gateways.held().find((one) => one.connectionId === connectionId)).toMatchObject(changed),
    );
    expect(relay.listening.get(connectionId)).toMatchObject({
      localSignIn: 'cleartext',
      localTls: true,
      admits: 'any-user',
    });
    const billing = document.querySelector<HTMLElement>(`[data-connection="${savedBilling.id}"]`);
    if (billing !== null) await user.click(billing);
    await user.click(section().getByRole('button', { name: 'Options' }));
    expect(section().queryByText('Local login')).toBeNull();
    await user.click(section().getByRole('switch', { name: 'Database: Use billing if a client names none' }));
    await waitFor(() =>
      expect(files.gateways.held().find((one) => one.connectionId === savedBilling.id)?.addsDatabase).toBe(
        true,
      ),
    );
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
      gateway(savedTunnel, { port: HELD_PORT, state: 'stopped', error: portIsHeld }),
    ]);
    const marks = [...grid().querySelectorAll('[role=img]')].map((mark) => mark.getAttribute('aria-label'));
    expect(marks.filter((text) => /gateway/i.test(text ?? ''))).toEqual([
      'Gateway on port 15432, 2 sessions',
      expect.stringMatching(/not listening: Port 16000 is in use by postgres \(process 812\)\.$/),
    ]);
  });
});

describe('opening a client', () => {
  it('through the gateway: no token was made for it', async () => {
    const { user, programs } = await showSelected(savedOrders, [gateway(savedOrders)]);
    await user.keyboard('{Enter}');
    expect(await screen.findByText('Opened psql through the gateway')).toBeDefined();
    const set = { PGHOST: '127.0.0.1', PGPORT: '15432' };
    expect(programs.opened).toMatchObject([{ plan: { set, secret: { content: `${passwordNow(0)}\n` } } }]);
    expect(JSON.stringify(programs.opened)).not.toContain(tokenFor(savedOrders, 'app_readonly'));
  });
});

describe('the palette', () => {
  it('has the gateway of the selected connection', async () => {
    const { user, clipboard, relay } = await showSelected(savedOrders, [gateway(savedOrders)]);
    const run = async (words: string): Promise<void> => {
      await user.keyboard('{Control>}k{/Control}');
      // happy-dom knows no `:focus-within`, by which React Aria sees that the field has the focus already
      screen.getByRole('combobox', { name: /Find a connection/ }).focus();
      await user.paste(words);
      await user.keyboard('{Enter}');
    };
    await run('gateway url');
    await waitFor(() => expect(clipboard.text).toMatch(/^postgresql:\/\/.*@127\.0\.0\.1:15432\/orders/));
    await run('gateway local password');
    await waitFor(() => expect(clipboard.text).toBe(passwordNow(0)));
    expect(screen.getByText('Local password copied')).toBeDefined();
    await run('gateway stop');
    await waitFor(() => expect(relay.listening.size).toBe(0));
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
