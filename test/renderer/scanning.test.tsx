import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { useStore } from '../../renderer/store.ts';
import { goneOf } from '../../renderer/connections/gone.ts';
import { freshnessText, leftOutText } from '../../renderer/window/status-line.tsx';
import { company, endpoint, scan } from './samples.ts';
import { rowOf, showApp, useWindow } from './render-app.tsx';

useWindow();

const nothing = { scopes: 0, endpoints: 0 };
const status = () => screen.getByRole('contentinfo');

describe('while regions are scanned', () => {
  it('the status line says how many are done, and cancels', async () => {
    const { say, user, calls } = await showApp();
    const progress = { done: 640, total: 1_680 };
    await say('endpoints:progress', { progress, finished: [], leftOut: nothing });
    expect(status().textContent).toContain('Scanned 640 of 1,680');
    await user.click(within(status()).getByRole('button', { name: 'Cancel' }));
    expect(calls.map(({ channel }) => channel)).toContain('endpoints:cancel');
    await say('endpoints:progress', { progress: null, finished: [], leftOut: nothing });
    expect(within(status()).queryByRole('button', { name: 'Cancel' })).toBeNull();
    expect(status().textContent).toContain('Updated');
  });

  it('a list that was known stays the very same until something in it is different', async () => {
    const { say } = await showApp();
    const before = useStore.getState().scans;
    await say('endpoints:progress', { progress: { done: 0, total: 3 }, finished: [], leftOut: nothing });
    const [first] = before;
    const at = Date.now() + 5_000;
    await say('endpoints:progress', {
      progress: null,
      finished: [{ profile: first?.profile ?? '', region: first?.region ?? '', finishedAt: at }],
      leftOut: nothing,
    });
    expect(useStore.getState().scans).toBe(before);
    expect([...useStore.getState().scannedAt.values()]).toContain(at);
  });

  it('one row that is different leaves all other rows the very objects', async () => {
    const { say } = await showApp();
    const before = useStore.getState().scans;
    const target = before.find(({ endpoints }) => endpoints.length > 1);
    const row = target?.endpoints[0];
    if (target === undefined || row === undefined) throw new Error('no rows');
    const { endpoints: _, ...head } = target;
    await say('endpoints:scanned', { ...head, changed: [{ ...row, status: 'stopped' }], gone: [] });
    const after = useStore.getState().scans;
    expect(after.filter((one, index) => one !== before[index])).toHaveLength(1);
    const now = after.find(({ profile, region }) => profile === target.profile && region === target.region);
    expect(now?.endpoints.filter((one) => !target.endpoints.includes(one))).toEqual([
      { ...row, status: 'stopped' },
    ]);
  });
});

it('a list of thousands is there as a whole, though the first piece is small', async () => {
  const scans = Array.from({ length: 30 }, (_, at) => {
    const region = `eu-west-${at + 1}`;
    const rows = Array.from({ length: 60 }, (__, index) => endpoint({ name: `db-${at}-${index}`, region }));
    return scan(rows, { region });
  });
  await showApp({ scans, connections: [] });
  await waitFor(() =>
    expect(useStore.getState().scans.reduce((sum, { endpoints }) => sum + endpoints.length, 0)).toBe(1_800),
  );
});

it('what AWS lists no more is not taken for there', async () => {
  const gone = endpoint({ name: 'orders', lastSeenAt: Date.now() - 3_600_000 });
  const [saved] = company().connections;
  if (saved === undefined || gone.address === null) throw new Error('no sample');
  const connection = { ...saved, profile: gone.profile, region: gone.region, address: gone.address };
  const state = { ...useStore.getState(), phase: 'ready' as const, profiles: company().profiles };
  expect(goneOf(connection, { ...state, scans: [scan([gone])] })).toBe('endpoint');
  expect(goneOf(connection, { ...state, scans: [scan([{ ...gone, lastSeenAt: null }])] })).toBeNull();
});

it.each([
  [null, ''],
  [0, 'Updated 0 s ago'],
  [59_000, 'Updated 59 s ago'],
  [3_599_000, 'Updated 59 min ago'],
  [47 * 3_600_000, 'Updated 47 h ago'],
  [72 * 3_600_000, 'Updated 3 days ago'],
])('says how old the list is (%s ms)', (age, words) => {
  expect(freshnessText(age === null ? null : 1_000_000_000 - age, 1_000_000_000)).toBe(words);
});

it.each([
  [{ scopes: 0, endpoints: 1 }, 'Not shown: 1 database'],
  [{ scopes: 6_000, endpoints: 100_000 }, 'Not shown: 100,000 databases and 6,000 regions of profiles'],
])('says what it does not show', (leftOut, words) => {
  expect(leftOutText(leftOut)).toBe(words);
});

it('refreshes the region or the profile of the selected database', async () => {
  const { user, asked } = await showApp();
  const row = rowOf('orders', 'writer');
  await user.click(row);
  asked.splice(0);
  await user.keyboard('{Control>}k{/Control}');
  screen.getByRole('combobox', { name: /Find a connection/ }).focus();
  await user.paste('refresh us-east-1');
  const choice = await screen.findByText('Refresh us-east-1 of platform-prod');
  await user.click(choice);
  await waitFor(() => expect(asked).toEqual(['platform-prod us-east-1']));
});
