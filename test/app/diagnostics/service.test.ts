import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { createDiagnostics, type DiagnosticsPorts } from '../../../app/diagnostics/service.ts';
import { defaultSettings } from '../../../app/settings/model.ts';

/** The module with a log in memory. */
function diagnostics(over: Partial<DiagnosticsPorts> = {}) {
  let isDebug = false;
  const tail = vi.fn<(lines: number) => Promise<Result<readonly string[]>>>(async () => succeed(['a line']));
  const show = vi.fn(async () => succeed({}));
  const copyText = vi.fn(async (_text: string) => succeed({}));
  const onChanged = vi.fn();
  const made = createDiagnostics({
    versions: { latchkey: '1.2.3', electron: null, chromium: null, node: '24.1.0', os: 'Linux' },
    person: { home: '/home/ada', user: 'ada' },
    logFile: { tail, show },
    debug: { isDebug: () => isDebug, setDebug: (next) => (isDebug = next) },
    settings: () => defaultSettings,
    copyText,
    onChanged,
    ...over,
  });
  return { ...made, tail, show, copyText, onChanged, isDebug: () => isDebug };
}

describe('copying diagnostics', () => {
  it('takes the last 200 lines, and puts the text on the clipboard', async () => {
    const { copy, copyText, tail } = diagnostics();
    expect(await copy()).toEqual(succeed({}));
    expect(tail).toHaveBeenCalledExactlyOnceWith(200);
    expect(copyText).toHaveBeenCalledExactlyOnceWith(
      expect.stringMatching(/^Latchkey 1\.2\.3\n[\s\S]*a line\n$/),
    );
  });

  it('says where the log cannot be read, and copies nothing', async () => {
    const unreadable = fail('file-unreadable', 'The log cannot be read.');
    const { copy, copyText } = diagnostics({
      logFile: { tail: async () => unreadable, show: async () => succeed({}) },
    });
    expect(await copy()).toEqual(unreadable);
    expect(copyText).not.toHaveBeenCalled();
  });

  it('says where the clipboard cannot be written', async () => {
    const refused = fail('clipboard-failed', 'The clipboard could not be written.');
    expect(await diagnostics({ copyText: async () => refused }).copy()).toEqual(refused);
  });
});

it('the debug log is switched at run time, and the window is told', () => {
  const { setDebug, state, isDebug, onChanged } = diagnostics();
  expect(state()).toEqual({ isDebug: false });
  setDebug(true);
  expect(isDebug()).toBe(true);
  expect(state()).toEqual({ isDebug: true });
  expect(onChanged).toHaveBeenCalledExactlyOnceWith({ isDebug: true });
});

it('the log is shown by the port', async () => {
  const { showLog, show } = diagnostics();
  expect(await showLog()).toEqual(succeed({}));
  expect(show).toHaveBeenCalledOnce();
});
