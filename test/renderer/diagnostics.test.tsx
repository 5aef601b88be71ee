import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { useStore } from '../../renderer/store.ts';
import { showApp, useWindow } from './render-app.tsx';

useWindow();

it('copies diagnostics from the menu, and says so', async () => {
  const { say, inputsOf } = await showApp();
  say('window:menu', { command: 'copy-diagnostics' });
  expect(await screen.findByText('Diagnostics copied')).toBeDefined();
  expect(inputsOf('diagnostics:copy')).toEqual([{}]);
});

it('says why diagnostics could not be copied', async () => {
  const { say, answer } = await showApp();
  answer('diagnostics:copy', () => ({
    ok: false,
    error: { code: 'file-unreadable', message: 'The log could not be read.' },
  }));
  say('window:menu', { command: 'copy-diagnostics' });
  expect(await screen.findByText('The log could not be read.')).toBeDefined();
  expect(screen.queryByText('Diagnostics copied')).toBeNull();
});

it('shows the log', async () => {
  const { say, inputsOf } = await showApp();
  say('window:menu', { command: 'show-log' });
  expect(inputsOf('diagnostics:showLog')).toEqual([{}]);
});

it('switches the debug log by what main says it is', async () => {
  const { say, inputsOf } = await showApp();
  say('window:menu', { command: 'debug-log' });
  expect(await screen.findByText('The debug log is on until Latchkey quits')).toBeDefined();
  say('diagnostics:changed', { isDebug: true });
  expect(useStore.getState().diagnostics).toEqual({ isDebug: true });
  say('window:menu', { command: 'debug-log' });
  expect(await screen.findByText('The debug log is off')).toBeDefined();
  expect(inputsOf('diagnostics:setDebug')).toEqual([{ isDebug: true }, { isDebug: false }]);
});
