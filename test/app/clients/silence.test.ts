import { describe, expect, it } from 'vitest';
import { SILENT_AFTER_MS, watchSilence } from '../../../app/clients/silence.ts';
import { testClock } from '../test-clock.ts';

describe('watchSilence', () => {
  function watched() {
    const clock = testClock();
    const state = { heard: false, silent: 0 };
    const stop = watchSilence(
      clock,
      () => state.heard,
      () => (state.silent += 1),
    );
    return { clock, state, stop };
  }

  it('tells once of a client that does not reach the gateway within a minute', () => {
    const { clock, state } = watched();
    clock.advance(SILENT_AFTER_MS - 1);
    expect(state.silent).toBe(0);
    clock.advance(1);
    clock.advance(SILENT_AFTER_MS);
    expect(state.silent).toBe(1);
  });

  it('says nothing of one that was heard, even for a moment, or that nobody waits for', () => {
    const heard = watched();
    heard.state.heard = true;
    heard.clock.advance(2_000);
    heard.state.heard = false;
    heard.clock.advance(SILENT_AFTER_MS * 2);
    const stopped = watched();
    stopped.stop();
    stopped.clock.advance(SILENT_AFTER_MS * 2);
    expect([heard.state.silent, stopped.state.silent]).toEqual([0, 0]);
  });
});
