import { afterEach, describe, expect, it, vi } from 'vitest';
import { loginPath } from '../../../main/profiles/login-path.ts';

afterEach(() => vi.useRealTimers());

const shell = () => vi.fn(async () => ({ PATH: '/login/bin' }));

describe('the login shell\u2019s PATH', () => {
  it('is taken by a program that was started from a dock', async () => {
    expect(await loginPath({ PATH: '/bin' }, 'darwin', shell())).toBe('/login/bin');
  });

  it.each([
    ['in a terminal', { PATH: '/bin', TERM: 'xterm' }, 'linux'],
    ['on Windows', { PATH: '/bin' }, 'win32'],
  ] as const)('is not asked for %s', async (_where, env, platform) => {
    const ask = shell();
    expect(await loginPath(env, platform, ask)).toBe('/bin');
    expect(ask).not.toHaveBeenCalled();
  });

  it('is done without where the shell fails or says none', async () => {
    expect(await loginPath({ PATH: '/bin' }, 'linux', () => Promise.reject(new Error('no shell')))).toBe(
      '/bin',
    );
    expect(await loginPath({ PATH: '/bin' }, 'linux', async () => ({}))).toBe('/bin');
  });

  it('is not waited for without end', async () => {
    vi.useFakeTimers();
    const found = loginPath({ PATH: '/bin' }, 'linux', () => new Promise(() => undefined));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await found).toBe('/bin');
    expect(vi.getTimerCount()).toBe(0);
  });
});
