import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, Channel, EventName, Input, Output, Payload, Reply } from '../../app/contract.ts';

/** The one wrapper of `ipcRenderer.invoke`. */
function ask<C extends Channel>(channel: C): (input: Input<C>) => Promise<Reply<Output<C>>> {
  return (input) => ipcRenderer.invoke(channel, input);
}

/** The one wrapper of `ipcRenderer.on`: the event object, which leads back to `ipcRenderer`, stays here. */
function listen<E extends EventName>(name: E): (listener: (payload: Payload<E>) => void) => () => void {
  return (listener) => {
    const receive = (_event: unknown, payload: Payload<E>): void => listener(payload);
    ipcRenderer.on(name, receive);
    return () => ipcRenderer.off(name, receive);
  };
}

const bridge: Bridge = {
  app: {
    snapshot: ask('app:snapshot'),
    openPage: ask('app:open-page'),
    dismissNotice: ask('app:dismiss-notice'),
    onNotices: listen('app:notices'),
    onMenu: listen('app:menu'),
  },
  profiles: {
    refresh: ask('profiles:refresh'),
    copyCommand: ask('profiles:copy-command'),
    onChanged: listen('profiles:changed'),
  },
  endpoints: {
    refresh: ask('endpoints:refresh'),
    remember: ask('endpoints:remember'),
    copyHost: ask('endpoints:copy-host'),
    onScanned: listen('endpoints:scanned'),
    onRemoved: listen('endpoints:removed'),
    onRemembered: listen('endpoints:remembered'),
  },
  connections: {
    save: ask('connections:save'),
    duplicate: ask('connections:duplicate'),
    remove: ask('connections:remove'),
    restore: ask('connections:restore'),
    pin: ask('connections:pin'),
    move: ask('connections:move'),
    copyHost: ask('connections:copy-host'),
    chooseCa: ask('connections:choose-ca'),
    export: ask('connections:export'),
    import: ask('connections:import'),
    acceptImport: ask('connections:accept-import'),
    onChanged: listen('connections:changed'),
  },
  tokens: { copy: ask('tokens:copy'), onLeases: listen('tokens:leases') },
  copyFormats: { preview: ask('copy-as:preview'), copy: ask('copy-as:copy') },
  clients: {
    open: ask('clients:open'),
    setUp: ask('clients:set-up'),
    copySetUp: ask('clients:copy-set-up'),
    saveSetUp: ask('clients:save-set-up'),
    choosePath: ask('clients:choose-path'),
    forgetPath: ask('clients:forget-path'),
    chooseProgram: ask('clients:choose-program'),
    saveOwn: ask('clients:save-own'),
    removeOwn: ask('clients:remove-own'),
    refresh: ask('clients:refresh'),
    onChanged: listen('clients:changed'),
  },
  gateway: {
    start: ask('gateway:start'),
    stop: ask('gateway:stop'),
    change: ask('gateway:change'),
    password: ask('gateway:password'),
    copy: ask('gateway:copy'),
    renewPassword: ask('gateway:renew-password'),
    closeSessions: ask('gateway:close-sessions'),
    retry: ask('gateway:retry'),
    onChanged: listen('gateway:changed'),
  },
  command: {
    install: ask('command:install'),
    remove: ask('command:remove'),
    onChanged: listen('command:changed'),
  },
  settings: {
    change: ask('settings:change'),
    chooseCa: ask('settings:choose-ca'),
    forgetCa: ask('settings:forget-ca'),
    onChanged: listen('settings:changed'),
  },
  updates: {
    check: ask('updates:check'),
    download: ask('updates:download'),
    install: ask('updates:install'),
    onChanged: listen('updates:changed'),
  },
};

contextBridge.exposeInMainWorld('latchkey', bridge);
