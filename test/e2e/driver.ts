import type { Page } from '@playwright/test';

/** Latchkey running on the sandbox, whichever host it runs in. */
export interface Driver {
  readonly page: Page;
  readonly dataFolder: string;
  /** What would be pasted now. */
  clipboard(): Promise<string>;
  /**
   * Moves main's and the window's clock forward.
   *
   * @param ms milliseconds
   */
  moveClock(ms: number): Promise<void>;
  /** Does what asks for a place to save a file, and has it saved there. */
  saveFile(path: string, act: () => Promise<void>): Promise<void>;
  /** Does what asks for a file, and chooses this one. */
  chooseFile(path: string, act: () => Promise<void>): Promise<void>;
  /** Closes the window and waits until Latchkey has ended. */
  quit(): Promise<void>;
}

/** What a driver starts Latchkey with. */
export interface DriverOptions {
  /** Added to the environment: the sandbox's AWS files, a terminal. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataFolder: string;
}

/**
 * Moves the clock of a page or of Electron's main process forward, from inside it. A page is handed the
 * milliseconds alone, the main process Electron's module first.
 */
export function moveDate(first: unknown, second?: number): void {
  const ms = second ?? Number(first);
  const RealDate = Date;
  class MovedDate extends RealDate {
    constructor(given?: number | string | Date) {
      super(given ?? RealDate.now() + ms);
    }
    static override now(): number {
      return RealDate.now() + ms;
    }
  }
  Reflect.set(globalThis, 'Date', MovedDate);
}

/** Notes down every event that crosses the bridge from now on; read them with {@link eventsCrossed}. */
export async function recordEvents(page: Page): Promise<void> {
  await page.evaluate(() => {
    const crossed: string[] = [];
    Reflect.set(globalThis, '__crossed', crossed);
    const bridge: unknown = Reflect.get(globalThis, 'latchkey');
    for (const methods of Object.values(bridge ?? {})) {
      for (const [name, method] of Object.entries<unknown>(methods)) {
        if (!name.startsWith('on') || typeof method !== 'function') continue;
        method((payload: unknown) => crossed.push(JSON.stringify([name, payload])));
      }
    }
  });
}

/** Every event that has crossed the bridge since {@link recordEvents}, as JSON. */
export function eventsCrossed(page: Page): Promise<string> {
  return page.evaluate(() => JSON.stringify(Reflect.get(globalThis, '__crossed')));
}

/** Asks main through the bridge, as the window's own scripts do. */
export function ask(page: Page, module: string, method: string, input: unknown): Promise<unknown> {
  return page.evaluate(
    async ([inModule, name, given]) => {
      const bridge: unknown = Reflect.get(globalThis, 'latchkey');
      const call: unknown = Reflect.get(Reflect.get(Object(bridge), inModule), name);
      if (typeof call !== 'function') throw new Error(`no ${inModule}.${name}`);
      const reply: unknown = await call(given);
      return reply;
    },
    [module, method, input] as const,
  );
}
