import { describe, expect, it } from 'vitest';
import { finish, type Steps } from '../../../app/common/steps.ts';
import { awsConfigSteps } from '../../../app/profiles/config-files/read-config.ts';
import { inSlices } from '../../../main/profiles/in-slices.ts';

/** The processor's time that this process has taken, in milliseconds: another program's turns do not count. */
const worked = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

describe('a long work', () => {
  it('gives the same as at once, and lets others have their turn', async () => {
    function* steps(): Steps<number> {
      let sum = 0;
      for (let at = 0; at < 200_000; at += 1) {
        sum += Math.sqrt(at);
        yield;
      }
      return sum;
    }
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    expect(await inSlices(steps())).toBe(finish(steps()));
    isDone = true;
    expect(turns).toBeGreaterThan(1);
  });

  it('that fails, fails', async () => {
    // oxlint-disable-next-line require-yield -- it comes to no step
    function* steps(): Steps<never> {
      throw new Error('defect');
    }
    await expect(inSlices(steps())).rejects.toThrow('defect');
  });
});

describe('a config file of 5 MB', () => {
  const sso = 'sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n';
  const texts: Readonly<Record<string, string>> = {
    profiles: Array.from(
      { length: 45_000 },
      (_, at) => `[profile p${at}]\nregion = eu-west-1\n${sso}\n`,
    ).join(''),
    'one block': `[profile a]\ns3 =\n${'  key = value that goes on and on and on\n'.repeat(120_000)}`,
    'one key': `[profile a]\n${'region = eu-west-1\n'.repeat(250_000)}`,
    'one line': `[profile a]\nx = ${'a'.repeat(5_000_000)}`,
  };

  it.each(Object.entries(texts))(
    'of %s is read, and nobody waits long meanwhile',
    async (_what, config) => {
      expect(config.length).toBeGreaterThan(4_000_000);
      let longest = 0;
      let last = worked();
      let isDone = false;
      const turn = (): void => {
        const now = worked();
        longest = Math.max(longest, now - last);
        last = now;
        if (!isDone) setImmediate(turn);
      };
      setImmediate(turn);
      const read = await inSlices(awsConfigSteps({ config, credentials: '' }));
      isDone = true;
      expect(read.profiles.size).toBeGreaterThanOrEqual(0);
      expect(longest).toBeLessThan(400);
    },
    120_000,
  );
});
