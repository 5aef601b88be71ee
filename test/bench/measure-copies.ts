import type { Clipboard, IpcMain } from 'electron';

/** What to copy, and how often. */
export interface Copies {
  readonly input: { readonly endpointId: string; readonly dbUser: string };
  readonly times: number;
}

/**
 * Copies a token again and again through the bridge; runs in the window.
 *
 * @returns how long each took until the reply was there, in milliseconds
 */
export async function measureInWindow({ input, times }: Copies): Promise<number[]> {
  const bridge: unknown = Reflect.get(globalThis, 'latchkey');
  const copy: unknown = Reflect.get(Object(Reflect.get(Object(bridge), 'connect')), 'copyToken');
  if (typeof copy !== 'function') throw new Error('no bridge in this page');
  const taken: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const start = performance.now();
    const reply: unknown = await copy(input);
    taken.push(performance.now() - start);
    if (Reflect.get(Object(reply), 'ok') !== true) throw new Error(JSON.stringify(reply));
  }
  return taken;
}

/**
 * Answers the same request again and again as if the window had sent it; runs in Electron's main process.
 * Electron has no public way to call a handler, so its table of handlers is asked.
 *
 * @returns how long each took until the clipboard was written, in milliseconds
 */
export async function measureInMain(
  { ipcMain }: { ipcMain: IpcMain },
  { input, times }: Copies,
): Promise<number[]> {
  const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
  const handler: unknown = handlers instanceof Map ? handlers.get('connect:copyToken') : undefined;
  if (typeof handler !== 'function') throw new Error('no handler for connect:copyToken');
  const event = { senderFrame: { origin: 'latchkey-app://window', parent: null } };
  const taken: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const start = performance.now();
    const reply: unknown = await handler(event, input);
    taken.push(performance.now() - start);
    if (Reflect.get(Object(reply), 'ok') !== true) throw new Error(JSON.stringify(reply));
  }
  return taken;
}

/**
 * Writes a text of a token's length to the system's clipboard again and again; runs in Electron's main process.
 *
 * @returns how long each took, in milliseconds
 */
export async function measureClipboard(
  { clipboard }: { clipboard: Clipboard },
  times: number,
): Promise<number[]> {
  const taken: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const text = String(run).padStart(340, 'x');
    const start = performance.now();
    await clipboard.writeText(text);
    taken.push(performance.now() - start);
  }
  return taken;
}
