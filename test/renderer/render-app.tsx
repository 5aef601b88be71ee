import { act, cleanup, configure, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Snapshot } from '../../app/contract.ts';
import { App } from '../../renderer/frame/app.tsx';
import { flushScans, startMirror } from '../../renderer/mirror.ts';
import { initialState, useStore } from '../../renderer/store.ts';
import { fakeBridge, type FakeBridge } from './fake-bridge.ts';
import { answerLikeMain } from './fake-main.ts';
import { openWithFor } from './open-with.ts';
import { company } from './samples.ts';

// a busy machine is slow, not wrong
configure({ asyncUtilTimeout: 10_000 });

/** The window with a fake behind it. */
export interface Shown extends FakeBridge {
  readonly user: UserEvent;
  /** Sends an event and lets the window take it in. */
  readonly say: FakeBridge['emit'];
}

let stop: (() => void) | null = null;

/** Registers what every test of the window needs: room to lay rows out in, and a clean state. */
export function useWindow(): void {
  // a window is much to render where several suites share two cores
  vi.setConfig({ testTimeout: 30_000 });
  beforeEach(() => {
    // happy-dom lays nothing out; the virtual list asks for these
    vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(900);
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(700);
    localStorage.clear();
  });
  afterEach(() => {
    cleanup();
    stop?.();
    stop = null;
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });
}

/**
 * Shows the window.
 *
 * @param change what is different from the believable company
 * @param before answers to set before the window asks for anything
 */
export async function showApp(
  change: Partial<Snapshot> = {},
  before?: (fake: FakeBridge) => void,
): Promise<Shown> {
  const given = { ...company(), ...change };
  const snapshot = { ...given, openWith: openWithFor(given) };
  const fake = fakeBridge(snapshot);
  answerLikeMain(fake, snapshot);
  before?.(fake);
  vi.stubGlobal('latchkey', fake.bridge);
  useStore.setState(initialState(), true);
  stop = startMirror();
  render(<App />);
  // not `waitFor`: it would move a frozen clock
  while (useStore.getState().phase === 'loading') await act(async () => {});
  const user = userEvent.setup();
  const say: FakeBridge['emit'] = (event, payload) =>
    act(() => {
      fake.emit(event, payload);
      // scans are gathered for a moment; no test waits for that
      flushScans();
    });
  return { ...fake, user, say };
}

/** The row of the list with this name and this in its second line. */
export function rowOf(name: string, detail: string): HTMLElement {
  // by selector: working out what is accessible for every row costs seconds in happy-dom
  const found = [...document.querySelectorAll<HTMLElement>('[role=row]')].find(({ textContent }) =>
    [name, detail].every((text) => textContent?.includes(text)),
  );
  if (found === undefined) throw new Error(`no row ${name} with ${detail}`);
  return found;
}

/** The inspector. */
export function inspector(): HTMLElement {
  const found = document.querySelector<HTMLElement>('aside[aria-label="Inspector"]');
  if (found === null) throw new Error('no inspector');
  return found;
}
