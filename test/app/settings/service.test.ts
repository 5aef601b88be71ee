import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Failure, type Result } from '../../../app/common/result.ts';
import { defaultSettings, type Settings } from '../../../app/settings/model.ts';
import { createSettings, type SettingsPorts } from '../../../app/settings/service.ts';

function module(over: Partial<SettingsPorts> = {}, problem: Failure | null = null) {
  const save = vi.fn<(value: Settings) => Promise<Result<null>>>(async () => succeed(null));
  const onChanged = vi.fn();
  const stored: Settings = { ...defaultSettings, theme: 'light' };
  const settings = createSettings({
    file: { load: async () => ({ value: stored, problem }), save },
    chooseCaFile: async () => succeed('/ca.pem'),
    applyShortcut: () => succeed(null),
    onChanged,
    ...over,
  });
  return { settings, save, onChanged, stored };
}

describe('settings', () => {
  it('are the defaults until the file is read, and then what it holds', async () => {
    const { settings, stored } = module();
    expect(settings.current()).toEqual(defaultSettings);
    expect(await settings.load()).toBeNull();
    expect(settings.current()).toEqual(stored);
  });

  it('pass on what is to be said of the file', async () => {
    const problem: Failure = { code: 'file-unreadable', message: 'Damaged.' };
    expect(await module({}, problem).settings.load()).toEqual(problem);
  });

  it('change where they are named, say so with what was before, and are written', async () => {
    const { settings, save, onChanged } = module();
    expect(await settings.change({ regions: ['eu-west-1'], theme: undefined })).toEqual(succeed({}));
    const now = { ...defaultSettings, regions: ['eu-west-1'] };
    expect(settings.current()).toEqual(now);
    expect(onChanged).toHaveBeenCalledExactlyOnceWith(now, defaultSettings);
    expect(save).toHaveBeenCalledExactlyOnceWith(now);
  });

  it('hold even where they cannot be written, and say so', async () => {
    const { settings } = module({
      file: {
        load: async () => ({ value: defaultSettings, problem: null }),
        save: async () => fail('file-unwritable', 'Disk full.'),
      },
    });
    expect(await settings.change({ theme: 'dark' })).toMatchObject({ error: { code: 'file-unwritable' } });
    expect(settings.current().theme).toBe('dark');
  });
});

it('carry what was chosen for a profile over to its new name', async () => {
  const { settings } = module();
  const preferredProfiles = { 'aws orders.example:5432': 'old', 'aws billing.example:3306': 'other' };
  await settings.change({ scanScopes: { old: 'all' }, preferredProfiles });
  await settings.renameProfile('old', 'new');
  expect(settings.current()).toMatchObject({
    scanScopes: { old: 'all', new: 'all' },
    preferredProfiles: { 'aws orders.example:5432': 'new', 'aws billing.example:3306': 'other' },
  });
  await settings.renameProfile('new', 'old');
  expect(settings.current().preferredProfiles).toEqual(preferredProfiles);
});

describe('a CA file', () => {
  it('is taken where one was chosen', async () => {
    const { settings } = module();
    expect(await settings.chooseCa()).toEqual(succeed({}));
    expect(settings.current().caFile).toBe('/ca.pem');
  });

  it('is not touched where none was', async () => {
    const { settings, save, onChanged } = module({ chooseCaFile: async () => succeed(null) });
    expect(await settings.chooseCa()).toEqual(succeed({}));
    expect([save.mock.calls, onChanged.mock.calls]).toEqual([[], []]);
  });

  it('without a certificate in it is refused', async () => {
    const { settings } = module({
      chooseCaFile: async () => fail('file-unreadable', 'No certificate.'),
    });
    expect(await settings.chooseCa()).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(settings.current().caFile).toBeNull();
  });
});

describe('the global shortcut', () => {
  const keys = 'CommandOrControl+Shift+Space';

  it('is taken before it is kept, and given back when it is turned off', async () => {
    const applyShortcut = vi.fn(() => succeed(null));
    const { settings } = module({ applyShortcut });
    await settings.change({ globalShortcut: keys });
    await settings.change({ globalShortcut: keys, theme: 'dark' });
    await settings.change({ globalShortcut: null });
    expect(applyShortcut.mock.calls).toEqual([[keys], [null]]);
    expect(settings.current()).toMatchObject({ globalShortcut: null, theme: 'dark' });
  });

  it('that another program has changes nothing, nor does what was asked with it', async () => {
    const { settings, save, onChanged } = module({
      applyShortcut: () => fail('shortcut-taken', 'Taken.'),
    });
    expect(await settings.change({ globalShortcut: keys, theme: 'dark' })).toMatchObject({
      error: { code: 'shortcut-taken' },
    });
    expect(settings.current()).toEqual(defaultSettings);
    expect([save.mock.calls, onChanged.mock.calls]).toEqual([[], []]);
  });

  it('cannot be set where the host has none', async () => {
    const { settings } = module({ applyShortcut: null });
    expect(await settings.change({ globalShortcut: keys })).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await settings.change({ theme: 'dark' })).toEqual(succeed({}));
  });

  it('is taken at the start, and what is in its way is said', async () => {
    const stored = { ...defaultSettings, globalShortcut: keys };
    const file = { load: async () => ({ value: stored, problem: null }), save: async () => succeed(null) };
    const applyShortcut = vi.fn<() => Result<null>>(() => fail('shortcut-taken', 'Taken.'));
    const { settings } = module({ file, applyShortcut });
    await settings.load();
    expect(settings.takeShortcut()).toMatchObject({ code: 'shortcut-taken' });
    const elsewhere = module({ file, applyShortcut: null }).settings;
    await elsewhere.load();
    expect(elsewhere.takeShortcut()).toBeNull();
    expect(module({ applyShortcut }).settings.takeShortcut()).toBeNull();
    expect(applyShortcut).toHaveBeenCalledExactlyOnceWith(keys);
  });
});
