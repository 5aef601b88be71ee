import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../app/settings/model.ts';
import { windowSchema } from '../../../main/window/state-file.ts';
import { clientChoicesSchema } from '../../../main/clients/state-file.ts';
import { settingsSchema } from '../../../main/settings/state-file.ts';
import { signInsSchema } from '../../../main/endpoints/state-files.ts';
import { defaultRoutesSchema } from '../../../main/tunnels/state-files.ts';

describe('settings in a file', () => {
  it('are read as they are', () => {
    const value = { ...defaultSettings, theme: 'dark', caFile: '/ca.pem' } as const;
    expect(settingsSchema.parse(value)).toEqual({ value, complete: true });
  });

  it('that are missing take their defaults', () => {
    expect(settingsSchema.parse({ theme: 'light' })).toEqual({
      value: { ...defaultSettings, theme: 'light' },
      complete: true,
    });
  });

  it('of 0.1.0, which knew no environment rules and no names of accounts, are read whole', () => {
    const data = {
      theme: 'dark',
      regions: ['eu-west-1', 'us-east-2'],
      clearClipboardAfter: 60,
      terminal: 'xterm',
      caFile: '/ca.pem',
      globalShortcut: 'CommandOrControl+Shift+Space',
      notify: false,
      keepRunning: true,
      startHidden: true,
      openAtLogin: true,
      updateChannel: 'beta',
    } as const;
    expect(settingsSchema.parse(data)).toEqual({ value: { ...defaultSettings, ...data }, complete: true });
  });

  it.each([
    { theme: 'pink' },
    { environmentRules: [{ of: 'name', tag: '', pattern: '', environment: null }] },
    { environmentRules: [{ of: 'tag', tag: '', pattern: 'x', environment: null }] },
    { accountNames: { '482011780031': ' ' } },
    { regions: ['x; rm'] },
    { clearClipboardAfter: 31 },
    { unknown: 1 },
    { theme: null },
  ])('of which one is wrong (%j) keep the others', (wrong) => {
    expect(settingsSchema.parse({ terminal: 'xterm', ...wrong })).toEqual({
      value: { ...defaultSettings, terminal: 'xterm' },
      complete: false,
    });
  });

  it.each([null, 'text', 3])('that are none (%j) cannot be used', (data) => {
    expect(settingsSchema.parse(data)).toBeNull();
  });
});

describe('sign-ins in a file', () => {
  it('of which one is wrong keep the others', () => {
    const good = { dbUser: 'alice', database: '' };
    const data = { a: good, b: { dbUser: '', database: '' }, c: { ...good, token: 'x' }, d: 1, '': good };
    expect(signInsSchema.parse(data)).toEqual({ value: { a: good }, complete: false });
    expect(signInsSchema.parse({ a: good })).toEqual({ value: { a: good }, complete: true });
  });

  it('change no prototype', () => {
    const data: unknown = JSON.parse('{"__proto__":{"dbUser":"x","database":""}}');
    const parsed = signInsSchema.parse(data);
    expect(Object.getPrototypeOf(parsed?.value)).toBe(Object.prototype);
  });
});

it('a window\u2019s place in a file is whole or not used', () => {
  const place = { x: 1, y: 2, width: 3, height: 4 };
  const left = { ...place, maximized: true, fullScreen: false };
  expect(windowSchema.parse(left)).toEqual({ value: left, complete: true });
  expect(windowSchema.parse(place)).toEqual({ value: { ...left, maximized: false }, complete: true });
  expect(windowSchema.parse({ ...place, width: 0 })).toBeNull();
});

describe('clients in a file', () => {
  it('of 0.1.0, which did not say which client was last used, are read whole', () => {
    const data = { paths: { psql: '/opt/psql' }, own: [] };
    expect(clientChoicesSchema.parse(data)).toEqual({ value: data, complete: true });
  });

  it('say which client was last used, and nothing where that is not valid', () => {
    const data = { paths: {}, own: [], last: { postgres: 'psql' } };
    expect(clientChoicesSchema.parse(data)).toEqual({ value: data, complete: true });
    const without = { value: { paths: {}, own: [] }, complete: true };
    expect(clientChoicesSchema.parse({ ...data, last: { oracle: 'sqlplus' } })).toEqual(without);
  });
});

it('routes to private networks in a file of which one is wrong keep the others', () => {
  const good = { network: 'vpc-1', route: { kind: 'session-manager', target: null } };
  const data = [good, { network: 'vpc-2', route: { kind: 'carrier-pigeon' } }, { ...good, network: '' }, 3];
  expect(defaultRoutesSchema.parse(data)).toEqual({ value: [good], complete: false });
  expect(defaultRoutesSchema.parse([good])).toEqual({ value: [good], complete: true });
  expect(defaultRoutesSchema.parse({})).toBeNull();
});
