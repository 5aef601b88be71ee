// @vitest-environment happy-dom
import { runInThisContext } from 'node:vm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FIRST_PAUSE } from '../../../main/electron/first-pause.ts';

/** Has the page run what main asks it for, and tells whether it has answered. */
function ask(): () => boolean {
  let answered = false;
  const made: unknown = runInThisContext(FIRST_PAUSE);
  void Promise.resolve(made).then(() => (answered = true));
  return () => answered;
}

const press = (key: string, more: KeyboardEventInit = {}): boolean =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, ...more }));
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestIdleCallback', (then: () => void) => void setTimeout(then, 10));
  document.body.innerHTML = '<div role="row"></div>';
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('waits for a pause in the typing', async () => {
  const answered = ask();
  await pass(20);
  for (const letter of 'orders') {
    press(letter);
    await pass(200);
  }
  expect(answered()).toBe(false);
  await pass(150);
  expect(answered()).toBe(true);
});

it.each([
  ['Enter', false],
  ['c', true],
] as const)('ends at once with %s (Ctrl: %s)', async (key, ctrlKey) => {
  const answered = ask();
  await pass(20);
  press(key, { ctrlKey });
  await pass(0);
  expect(answered()).toBe(true);
});

it('ends with a click, and after three seconds of typing', async () => {
  const clicked = ask();
  await pass(20);
  window.dispatchEvent(new Event('pointerdown'));
  await pass(0);
  expect(clicked()).toBe(true);
  const typed = ask();
  for (let ms = 0; ms < 2_800; ms += 200) {
    press('a');
    await pass(200);
  }
  expect(typed()).toBe(false);
  press('a');
  await pass(250);
  expect(typed()).toBe(true);
});

it('waits for nobody where there is no list yet', async () => {
  document.body.innerHTML = '';
  const answered = ask();
  await pass(20);
  expect(answered()).toBe(true);
});
