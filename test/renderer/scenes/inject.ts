import '../../../renderer/no-eval.ts';
import { fakeBridge } from '../fake-bridge.ts';
import { scenarios } from './scenarios.ts';

/** Runs in the page before its own script: puts a fake bridge where the preload script puts the real one. */
const name = new URL(location.href).searchParams.get('scenario') ?? 'company';
const made = scenarios[name]?.();
if (made !== undefined) {
  const snapshot = { ...made.snapshot, settings: { ...made.snapshot.settings, theme: 'light' } } as const;
  const fake = fakeBridge(snapshot);
  made.prepare?.(fake);
  Reflect.set(window, 'changeTheme', (to: 'light' | 'dark') => {
    fake.emit('settings:changed', { ...snapshot.settings, theme: to });
  });
  Object.defineProperty(window, 'latchkey', { value: fake.bridge });
}
