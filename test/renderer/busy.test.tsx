import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isBusy } from '../../renderer/busy.ts';
import { openIn } from '../../renderer/clients/actions.ts';
import { initialState, useStore } from '../../renderer/store.ts';
import { subjectOf, subjectOfConnection } from '../../renderer/subject.ts';
import { copyToken } from '../../renderer/tokens/actions.ts';
import { CopyTokenButton } from '../../renderer/tokens/copy-button.tsx';
import { pgcli, psql } from './client-samples.ts';
import { fakeBridge, type FakeBridge } from './fake-bridge.ts';
import { catalog, company, savedBilling, savedOrders } from './samples.ts';

/** A client that takes a token. */
const direct = (client: typeof psql) => ({ ...client, route: 'direct', line: '' }) as const;

const [orders, billing] = [subjectOfConnection(savedOrders), subjectOfConnection(savedBilling)];

describe('what is being done', () => {
  let fake: FakeBridge;
  /** Answers everything that waits. */
  let answerAll: () => void = () => undefined;

  beforeEach(() => {
    fake = fakeBridge(company());
    const waiting: Array<() => void> = [];
    answerAll = () => waiting.splice(0).forEach((give) => give());
    const refused = { ok: false, error: { code: 'throttled', message: 'Not now.' } } as const;
    const wait = () => new Promise<typeof refused>((resolve) => waiting.push(() => resolve(refused)));
    fake.answer('connect:copyToken', wait);
    fake.answer('connect:open', wait);
    vi.stubGlobal('latchkey', fake.bridge);
    useStore.setState({ ...initialState(), ...company(), phase: 'ready' }, true);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('is ignored a second time, and the button says so, until it is answered', async () => {
    render(<CopyTokenButton subject={orders} />);
    const button = screen.getByRole('button');
    await act(async () => void copyToken(orders));
    await act(async () => void copyToken(orders));
    expect(fake.inputsOf('connect:copyToken')).toEqual([{ connectionId: savedOrders.id }]);
    expect(button.getAttribute('data-pending')).toBe('true');
    await act(async () => answerAll());
    expect(button.getAttribute('data-pending')).toBeNull();
    await act(async () => void copyToken(orders));
    expect(fake.inputsOf('connect:copyToken')).toHaveLength(2);
  });

  it('keeps nothing else from being done: another subject, another action, another client', async () => {
    await act(async () => void copyToken(orders));
    await act(async () => void copyToken(billing));
    await act(async () => void openIn(orders, direct(psql)));
    await act(async () => void openIn(orders, direct(pgcli)));
    expect(fake.inputsOf('connect:copyToken')).toHaveLength(2);
    expect(fake.inputsOf('connect:open')).toMatchObject([{ client: 'psql' }, { client: 'pgcli' }]);
    await act(async () => answerAll());
    expect(useStore.getState().busy.size).toBe(0);
  });

  it('ends where nothing could be asked, and goes on as the same action with the same client', async () => {
    useStore.setState({ signIns: {}, drafts: {} });
    const subject = subjectOf(catalog);
    await act(async () => void openIn(subject, direct(pgcli)));
    expect(isBusy(useStore.getState(), subject, 'open pgcli')).toBe(false);
    expect(fake.inputsOf('connect:open')).toEqual([]);
    useStore.setState({ drafts: { [catalog.id]: { dbUser: 'app', database: '' } } });
    await act(async () => useStore.getState().needsUser?.goOn());
    expect(fake.inputsOf('connect:open')).toMatchObject([{ endpointId: catalog.id, client: 'pgcli' }]);
  });
});
