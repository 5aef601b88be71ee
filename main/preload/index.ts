import { contextBridge, ipcRenderer } from 'electron';
import { buildBridge } from '../../app/bridge.ts';
import { channels } from '../../app/channels.ts';

const bridge = buildBridge(channels, {
  /** The one wrapper of `ipcRenderer.invoke`. */
  ask: (channel, input) => ipcRenderer.invoke(channel, input),
  /** The one wrapper of `ipcRenderer.on`: the event object, which leads back to `ipcRenderer`, stays here. */
  listen(name, listener) {
    const receive = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(name, receive);
    return () => ipcRenderer.off(name, receive);
  },
});

contextBridge.exposeInMainWorld('latchkey', bridge);
