import { act, cleanup, configure, render } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import type { EventName, Payload } from '../../app/contract.ts';
import { App } from '../../renderer/window/app.tsx';
import { flushGathered, startMirror } from '../../renderer/mirror.ts';
import { initialState, useStore } from '../../renderer/store.ts';
import { settle, startMachine, type Machine } from './machine/machine.ts';
import type { Seed } from './machine/seeded-ports.ts';
import { company } from './samples.ts';

// a busy machine is slow, not wrong
configure({ asyncUtilTimeout: 10_000 });

/** The window over the real application, which runs on a machine in memory. */
export interface Shown extends Machine {
  readonly user: UserEvent;
  /** Sends an event that nothing on the machine can cause, through the application's own check. */
  readonly say: <E extends EventName>(event: E, payload: Payload<E>) => Promise<void>;
  /** Does something to the machine, and lets the application and the window take it in. */
  readonly happen: (what: () => unknown) => Promise<void>;
}

let stop: (() => void) | null = null;
let shown: Machine | null = null;

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
    const { defects, told } = shown ?? { defects: [], told: [] };
    shown = null;
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    expect(defects).toEqual([]);
    // a token never reaches the window
    expect(told.filter((text) => text.includes('SECRET'))).toEqual([]);
  });
}

/**
 * Shows the window.
 *
 * @param change what is different from the believable company
 * @param before what is to be done to the machine before the window asks for anything
 */
export async function showApp(
  change: Partial<Seed> = {},
  before?: (machine: Machine) => void,
): Promise<Shown> {
  const machine = await startMachine(seedOf(change));
  shown = machine;
  before?.(machine);
  vi.stubGlobal('latchkey', machine.bridge);
  useStore.setState(initialState(), true);
  stop = startMirror();
  render(<App />);
  // not `waitFor`: it would move a frozen clock
  while (useStore.getState().phase === 'loading') await act(settle);
  const happen = (what: () => unknown): Promise<void> =>
    act(async () => {
      await what();
      await settle();
      // scans are gathered for a moment; no test waits for that
      flushGathered();
    });
  return {
    ...machine,
    user: userEvent.setup(),
    happen,
    say: (event, payload) => happen(() => machine.app.emit(event, payload)),
  };
}

/** The company with what is different; what hangs together with that goes along unless it is named too. */
function seedOf(change: Partial<Seed>): Seed {
  const all = company();
  const { scans, profiles, programs } = change;
  const hasTokens = scans === undefined && profiles === undefined && programs === undefined;
  return {
    ...all,
    ...(scans !== undefined && {
      settings: { ...all.settings, regions: [...new Set(scans.map(({ region }) => region))] },
    }),
    ...(!hasTokens && { leases: [] }),
    ...change,
  };
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
