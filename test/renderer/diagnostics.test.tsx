import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useStore } from '../../renderer/store.ts';
import { showApp, useWindow } from './render-app.tsx';

useWindow();

it('copies diagnostics from the menu, and says so', async () => {
  const { say, calls } = await showApp();
  await say('window:menu', { command: 'copy-diagnostics' });
  expect(await screen.findByText('Diagnostics copied')).toBeDefined();
  expect(calls.filter(({ channel }) => channel === 'diagnostics:copy').map(({ input }) => input)).toEqual([
    {},
  ]);
});

it('says why diagnostics could not be copied', async () => {
  const { say, answer } = await showApp();
  answer('diagnostics:copy', () => ({
    ok: false,
    error: { code: 'file-unreadable', message: 'The log could not be read.' },
  }));
  await say('window:menu', { command: 'copy-diagnostics' });
  expect(await screen.findByText('The log could not be read.')).toBeDefined();
  expect(screen.queryByText('Diagnostics copied')).toBeNull();
});

it('shows the log', async () => {
  const { say, calls } = await showApp();
  await say('window:menu', { command: 'show-log' });
  expect(calls.filter(({ channel }) => channel === 'diagnostics:showLog').map(({ input }) => input)).toEqual([
    {},
  ]);
});

it('switches the debug log by what main says it is', async () => {
  const { say, calls } = await showApp();
  await say('window:menu', { command: 'debug-log' });
  expect(await screen.findByText('The debug log is on until Latchkey quits')).toBeDefined();
  expect(useStore.getState().diagnostics).toEqual({ isDebug: true });
  await say('window:menu', { command: 'debug-log' });
  expect(await screen.findByText('The debug log is off')).toBeDefined();
  expect(calls.filter(({ channel }) => channel === 'diagnostics:setDebug').map(({ input }) => input)).toEqual(
    [{ isDebug: true }, { isDebug: false }],
  );
});
