import type { ElectronApplication, Page } from '@playwright/test';

/** What is typed, letter by letter, with a mistake in it, and taken back again. */
const QUERIES = ['orders', 'billing audit', 'ordr', 'prod catalog', 'eu-west-1'];
const SCROLL_MS = 3_000;

/** Gives the page what the compiler of these files calls for each function that has a name. */
export async function prepare(page: Page): Promise<void> {
  await page.evaluate('globalThis.__name = (named) => named');
}

/**
 * Types, and measures each key from its event until the list that matches it is painted: the grid, or what stands in
 * its place, says for which text it was drawn, and a task after that frame says that its picture was made.
 *
 * @returns milliseconds
 */
export async function typed(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    Reflect.set(globalThis, '__keys', times);
    const onKey = (event: KeyboardEvent): void => {
      if (Reflect.get(globalThis, '__keys') !== times) return;
      const field = document.querySelector<HTMLInputElement>('[data-search]');
      const list = (): string | null =>
        document.querySelector('[data-list]')?.getAttribute('data-list') ?? field?.value ?? null;
      const look = (): void => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => {
            port1.close();
            if (list() === field?.value) times.push(performance.now() - event.timeStamp);
            else look();
          });
          port1.start();
          port2.postMessage(null);
        });
      };
      look();
    };
    addEventListener('keydown', onKey, { capture: true });
  });
  await page.getByRole('searchbox').focus();
  for (const query of QUERIES) {
    await page.keyboard.type(query, { delay: 60 });
    for (let count = 0; count < query.length; count += 1)
      await page.keyboard.press('Backspace', { delay: 30 });
  }
  await page.waitForTimeout(200);
  return page.evaluate(() => {
    const times: unknown = Reflect.get(globalThis, '__keys');
    Reflect.set(globalThis, '__keys', null);
    return Array.isArray(times) ? times.splice(0).map(Number) : [];
  });
}

/** Scrolls with the wheel for some seconds, and measures the time from frame to frame. */
export async function scrolled(page: Page): Promise<number[]> {
  const list = page.getByRole('grid');
  if ((await list.count()) === 0) return [];
  await list.hover();
  await page.evaluate(() => {
    const frames: number[] = [];
    Reflect.set(globalThis, '__frames', frames);
    let last = performance.now();
    const onFrame = (now: number): void => {
      frames.push(now - last);
      last = now;
      if (Reflect.get(globalThis, '__frames') === frames) requestAnimationFrame(onFrame);
    };
    requestAnimationFrame(onFrame);
  });
  const end = Date.now() + SCROLL_MS;
  for (let down = true; Date.now() < end; down = Math.random() > 0.1) {
    await page.mouse.wheel(0, down ? 300 : -120);
    await page.waitForTimeout(16);
  }
  return page.evaluate(() => {
    const frames: unknown = Reflect.get(globalThis, '__frames');
    Reflect.set(globalThis, '__frames', null);
    // the first ones are of before it began
    return Array.isArray(frames) ? frames.slice(2).map(Number) : [];
  });
}

/** Watches how long the window is busy at a time; what it returns says the longest, in milliseconds. */
export async function watchWindow(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const state = { longest: 0, isOn: true };
    Reflect.set(globalThis, '__stall', state);
    let last = performance.now();
    const { port1, port2 } = new MessageChannel();
    // a task after each task: what lies between two of them is what an event would have waited
    port1.addEventListener('message', () => {
      const now = performance.now();
      state.longest = Math.max(state.longest, now - last);
      last = now;
      if (state.isOn) setTimeout(() => port2.postMessage(null), 2);
    });
    port1.start();
    port2.postMessage(null);
  });
  return () =>
    page.evaluate(() => {
      const state: unknown = Reflect.get(globalThis, '__stall');
      if (typeof state !== 'object' || state === null) return 0;
      Reflect.set(state, 'isOn', false);
      return Number(Reflect.get(state, 'longest'));
    });
}

/** The same for the main process. */
export async function watchMain(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 2 });
    delay.enable();
    Reflect.set(globalThis, '__delay', delay);
  });
  return () =>
    app.evaluate(() => {
      const delay: unknown = Reflect.get(globalThis, '__delay');
      if (typeof delay !== 'object' || delay === null) return 0;
      return Number(Reflect.get(delay, 'max')) / 1e6;
    });
}

/** How many frames the display shows in a second. */
export async function framesPerSecond(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        const times: number[] = [];
        const onFrame = (now: number): void => {
          times.push(now);
          if (times.length < 61) requestAnimationFrame(onFrame);
          else done(60_000 / (now - (times[0] ?? 0)));
        };
        requestAnimationFrame(onFrame);
      }),
  );
}
