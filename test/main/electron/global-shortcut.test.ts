import { expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { globalKeys } from '../../../main/electron/global-shortcut.ts';

function keyboard(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  const keys = {
    register: vi.fn((accelerator: string, onPressed: () => void) => {
      if (accelerator === 'Nonsense') throw new TypeError('conversion failure');
      if (taken.includes(accelerator)) return false;
      held.set(accelerator, onPressed);
      return true;
    }),
    unregister: vi.fn((accelerator: string) => void held.delete(accelerator)),
  };
  const onPressed = vi.fn();
  return { held, keys, onPressed, apply: globalKeys(keys, onPressed) };
}

it('keys are taken, exchanged and given back', () => {
  const { apply, held, onPressed, keys } = keyboard();
  expect(apply('Alt+Space')).toEqual(succeed(null));
  held.get('Alt+Space')?.();
  expect(onPressed).toHaveBeenCalledOnce();
  expect(apply('Alt+Space')).toEqual(succeed(null));
  expect(keys.register).toHaveBeenCalledOnce();
  apply('Alt+K');
  expect([...held.keys()]).toEqual(['Alt+K']);
  apply(null);
  expect([...held.keys()]).toEqual([]);
});

it.each(['Alt+T', 'Nonsense'])(
  'keys that cannot be had (%s) are refused, and the old ones stay',
  (wanted) => {
    const { apply, held } = keyboard(['Alt+T']);
    apply('Alt+Space');
    expect(apply(wanted)).toMatchObject({ ok: false, error: { code: 'shortcut-taken' } });
    expect([...held.keys()]).toEqual(['Alt+Space']);
  },
);
