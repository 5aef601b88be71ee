import { describe, expect, it } from 'vitest';
import { CONNECT_TIMEOUT_MS, watchConnectTimeout } from '../../../app/clients/connect-timeout.ts';
import { testClock } from '../test-clock.ts';

describe('watchSilence', () => {
  function watched() {
    const clock = testClock();
    const state = { heard: false, silent: 0 };
    const stop = watchConnectTimeout(
      clock,
      () => state.heard,
      () => (state.silent += 1),
    );
    return { clock, state, stop };
  }

  it('tells once of a client that does not reach the gateway within a minute', () => {
    const { clock, state } = watched();
    clock.advance(CONNECT_TIMEOUT_MS - 1);
    expect(state.silent).toBe(0);
    clock.advance(1);
    clock.advance(CONNECT_TIMEOUT_MS);
    expect(state.silent).toBe(1);
  });

  it('says nothing of one that was heard, even for a moment, or that nobody waits for', () => {
    const heard = watched();
    heard.state.heard = true;
    heard.clock.advance(2_000);
    heard.state.heard = false;
    heard.clock.advance(CONNECT_TIMEOUT_MS * 2);
    const stopped = watched();
    stopped.stop();
    stopped.clock.advance(CONNECT_TIMEOUT_MS * 2);
    expect([heard.state.silent, stopped.state.silent]).toEqual([0, 0]);
  });
});
