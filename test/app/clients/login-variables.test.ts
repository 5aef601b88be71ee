import { describe, expect, it } from 'vitest';
import { loginVariables } from '../../../app/clients/login-variables.ts';
import { variableLines } from '../../../app/clients/variable-lines.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { plainTarget, sampleToken } from './odd-values.ts';

const lease: Lease = {
  endpointId: 'e',
  dbUser: 'alice',
  deliveredTo: 'command',
  signedAt: 0,
  expiresAt: Date.UTC(2026, 0, 1, 12),
  limitedBy: 'token',
  certain: true,
};
const localSide = { localSignIn: 'scram', localCa: null } as const;
const gateway = { ...plainTarget, host: '127.0.0.1', port: 15_432, route: 'gateway', localSide } as const;

/** As lines for a POSIX shell. */
function shellVariables(...given: Parameters<typeof loginVariables>): string {
  const text = variableLines('sh', loginVariables(...given));
  return text.ok ? text.value : text.error.message;
}

describe('the variables of a login', () => {
  it('verify PostgreSQL, and say when the token ends', () => {
    const text = shellVariables(plainTarget, sampleToken, lease, '/ca.pem');
    expect(text).toContain('export PGSSLMODE=verify-full');
    expect(text).toContain('export PGSSLROOTCERT=/ca.pem');
    expect(text).toContain('# The token works until 2026-01-01T12:00:00Z');
    expect(text).toContain('unset PGSERVICE');
  });

  it.each(['mysql', 'mariadb'] as const)(
    'name nothing that a client of %s would send a token by, unverified',
    (family) => {
      const text = shellVariables({ ...plainTarget, family }, sampleToken, lease, '/ca.pem');
      expect(text).not.toContain('MYSQL_');
      expect(text).toContain('export DB_SSL_CA=/ca.pem');
      expect(text).toContain(`export DB_PASSWORD='${sampleToken}'`);
    },
  );

  it('are the clients’ own through the gateway, where there is no token', () => {
    const text = shellVariables({ ...gateway, family: 'mysql' }, 'localonly', null, '/ca.pem');
    expect(text).toContain('export MYSQL_HOST=127.0.0.1');
    expect(text).toContain('export MYSQL_PWD=localonly');
    expect(text).toContain('for as long as Latchkey runs');
  });
});
