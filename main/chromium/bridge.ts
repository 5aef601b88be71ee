import { readFile } from 'node:fs/promises';

/** The function that the page calls to ask main; a name that nothing else would choose. */
export const ASK = '__latchkeyAsk';
/** The function that main calls to tell the page of an event. */
export const TELL = '__latchkeyTell';

/**
 * The built preload script as a script for a page, with a stand-in for `require('electron')` that holds
 * `contextBridge` and `ipcRenderer` and nothing else: the same bridge as in Electron, over another wire.
 *
 * @param preload the built preload script, one CommonJS file
 */
export async function bridgeScript(preload: string): Promise<string> {
  const code = await readFile(preload, 'utf8');
  return `(() => {
  const ask = window[${JSON.stringify(ASK)}];
  const listeners = new Map();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name, api) =>
        Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true }),
    },
    ipcRenderer: {
      invoke: (channel, input) => ask(channel, input),
      on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
      off: (name, listener) =>
        listeners.set(name, (listeners.get(name) ?? []).filter((one) => one !== listener)),
    },
  };
  Object.defineProperty(window, ${JSON.stringify(TELL)}, {
    value: (name, payload) => (listeners.get(name) ?? []).forEach((listener) => listener({}, payload)),
  });
  const require = (name) => {
    if (name === 'electron') return electron;
    throw new Error('no module ' + name);
  };
  const module = { exports: {} };
  ((require, module, exports) => {
${code}
  })(require, module, module.exports);
})();`;
}
