import { describe, expect, it } from 'vitest';
import { pgcli, psql } from '../../../../app/clients/catalogue/libpq.ts';
import { oddTarget, plainTarget, sampleToken } from '../odd-values.ts';
import { planned, refusal } from './opening.ts';

/** The form: PostgreSQL documentation, 34.15; that pgcli keeps passwords: `auth.py` in dbcli/pgcli. */
describe('pgcli', () => {
  it.each(['darwin', 'win32', 'linux'] as const)('is psql with nothing kept on %s', (platform) => {
    const like = planned(psql, platform, oddTarget, sampleToken);
    const plan = planned(pgcli, platform, oddTarget, sampleToken);
    if (!like.ok || !plan.ok || like.value.runsIn !== 'terminal') throw new Error('both take any values');
    expect(like.value.set).not.toHaveProperty('PYTHON_KEYRING_BACKEND');
    expect(plan.value).toEqual({
      ...like.value,
      args: [],
      set: { ...like.value.set, PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring' },
      unset: [...like.value.unset, 'DSN'],
    });
  });

  it.each(['host=evil.example', 'postgresql://evil.example/x', 'service=other', 'a=b'])(
    'refuses the database name %s, which it would take for a connection string',
    (database) => {
      expect(refusal(pgcli, 'linux', { ...plainTarget, database })).toEqual({
        code: 'launch-failed',
        message: `pgcli cannot be started with the database name ${database}.`,
        hint: 'Open it with psql.',
      });
    },
  );
});
