import { describe, expect, it, vi } from 'vitest';
import { formatsFor, PLACEHOLDER, type FormatId, type Route } from '../../../app/copy-formats/model.ts';
import type { EngineFamily } from '../../../app/endpoints/model.ts';
import { fail } from '../../../app/common/result.ts';
import { sampleToken } from '../clients/odd-values.ts';
import { settled } from '../deferred.ts';
import { copyFormatsModule, LOCAL_PASSWORD, subject } from './copy-formats-module.ts';

const families: readonly EngineFamily[] = ['postgres', 'mysql', 'mariadb'];
const everything = families.flatMap((family) =>
  (['direct', 'gateway'] as const).flatMap((route) =>
    formatsFor(family, route).map((format) => ({ family, route, format })),
  ),
);

describe('every form', () => {
  it.each(everything)('$family, $way: $form.id', async ({ family, route, format }) => {
    const { copyFormats, seen } = copyFormatsModule();
    const of = subject({ family });
    for (const withSecret of [false, true]) {
      const options = { format: format.id, route, withSecret };
      const shown = await copyFormats.preview(of, options);
      expect(shown.ok).toBe(true);
      if (!shown.ok) return;
      const { text } = shown.value;
      const holds = format.secret[route] === 'always' || (withSecret && format.secret[route] === 'asked');
      // the window never sees a secret, only where it will be
      expect(text).not.toContain('X-Amz');
      expect(text).not.toContain(LOCAL_PASSWORD);
      expect(text.includes(PLACEHOLDER[route])).toBe(holds);
      expect(text).not.toContain(PLACEHOLDER[route === 'direct' ? 'gateway' : 'direct']);

      const copied = await copyFormats.copy(of, options);
      expect(copied).toMatchObject({ ok: true });
      const secret = holds ? (route === 'direct' ? 'X-Amz-Signature' : LOCAL_PASSWORD) : null;
      for (const one of ['X-Amz-Signature', LOCAL_PASSWORD])
        expect(seen.text.includes(one)).toBe(one === secret);
      expect(seen.secrets.includes(seen.text)).toBe(secret !== null);
      expect(copied.ok && copied.value.lease !== null).toBe(holds && route === 'direct');
      // what was shown is what was copied, but for the secret and the time of its end
      if (secret === null) expect(seen.text).toBe(text);
      else expect(seen.text.split('\n')).toHaveLength(text.split('\n').length);
      // a line end at the end would run the line where it is pasted
      expect(seen.text).not.toMatch(/\s$/);
      if (route === 'direct') {
        expect(seen.text).toMatch(format.id === 'kubernetes' ? /"us-east-1"|=us-east-1/ : /us-east-1/);
        expect(seen.text).toMatch(verified);
      }
    }
  });
});

/** Each way of saying that TLS is verified for the name. */
const verified =
  /verify-full|VERIFY_IDENTITY|--ssl-verify-server-cert|ssl_verify_identity=True|verifyIdentity: true|ssl: \{\n {4}ca:|RootCAs: roots, ServerName|VerifyFull|DB_SSL_CA/;

describe('a token that was asked for', () => {
  it('is marked with its end, guarded on the clipboard, recorded, and cleared when it ends', async () => {
    const { copyFormats, seen, leases, clock } = copyFormatsModule();
    const copied = await copyFormats.copy(subject(), { format: 'psql', route: 'direct', withSecret: true });
    const end = new Date(clock.now() + 900_000).toISOString().slice(0, 19).replace('T', ' ');
    expect(seen.text).toBe(
      `# Contains a token, which works until ${end} UTC.\nPGPASSWORD='${sampleToken}' PGREQUIREAUTH=password psql 'host=orders.abc.us-east-1.rds.amazonaws.com port=5432 user=alice dbname=shop sslmode=verify-full sslrootcert=/data/rds-ca.pem'`,
    );
    expect(copied).toMatchObject({ ok: true, value: { lease: { deliveredTo: 'clipboard' } } });
    expect(leases.at(-1)).toMatchObject([{ endpointId: 'e', dbUser: 'alice' }]);
    clock.advance(899_000);
    await settled();
    expect(seen.text).not.toBe('');
    clock.advance(2_000);
    await vi.waitFor(() => expect(seen.text).toBe(''));
  });

  it('is not signed where something else is refused first', async () => {
    const copyToken = vi.fn();
    const { copyFormats } = copyFormatsModule({
      copyToken,
      caFile: async () => fail('file-unreadable', 'No file.'),
    });
    const options = { format: 'psql', route: 'direct', withSecret: true } as const;
    expect(await copyFormats.copy(subject(), options)).toMatchObject({ error: { code: 'file-unreadable' } });
    expect(copyToken).not.toHaveBeenCalled();
  });

  it('says what ends it where that is not its own fifteen minutes', async () => {
    let text = '';
    const { copyFormats } = copyFormatsModule({
      async copyToken({ endpointId }, textOf) {
        const times = { signedAt: 0, expiresAt: 60_000, limitedBy: 'credentials', certain: false } as const;
        const lease = { endpointId, dbUser: 'alice', deliveredTo: 'clipboard', ...times } as const;
        text = textOf('t', lease);
        return { ok: true, value: lease };
      },
    });
    await copyFormats.copy(subject(), { format: 'env', route: 'direct', withSecret: true });
    expect(text.split('\n')[0]).toBe(
      '# Contains a token, which works until 1970-01-01 00:01:00 UTC at the latest, with the AWS session that signed it.',
    );
  });
});

describe('what cannot be copied', () => {
  const refused = async (format: FormatId, route: Route, over = {}, open = {}) => {
    const { copyFormats, seen } = copyFormatsModule(over);
    const options = { format, route, withSecret: true };
    const [shown, copied] = [
      await copyFormats.preview(subject(open), options),
      await copyFormats.copy(subject(open), options),
    ];
    expect(copied).toEqual(shown);
    expect(seen.text).toBe('');
    return shown;
  };

  it('is a form of another engine, or of the other way', async () => {
    expect(await refused('mysql', 'direct')).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await refused('pgpass', 'direct')).toMatchObject({ error: { code: 'invalid-input' } });
    expect(await refused('kubernetes', 'gateway')).toMatchObject({ error: { code: 'invalid-input' } });
  });

  it('is what goes through a gateway that there is not', async () => {
    const none = { gateway: () => null };
    expect(await refused('psql', 'gateway', none)).toMatchObject({ error: { code: 'gateway-failed' } });
    const { copyFormats } = copyFormatsModule();
    const found = { ...subject(), connectionId: null };
    const options = { format: 'psql', route: 'gateway', withSecret: false } as const;
    expect(await copyFormats.preview(found, options)).toMatchObject({
      error: { hint: expect.stringContaining('Save') },
    });
  });

  it('is what would verify a tunnel’s name in place of the database’s', async () => {
    const tunnel = { dial: { host: 'bastion', port: 15_432 } };
    const fileName = {
      dialled: vi.fn(async () => fail('connect-host-unsupported', 'No.')),
    };
    for (const [format, family] of [
      ['jdbc', 'postgres'],
      ['mysql', 'mysql'],
      ['dotnet', 'mariadb'],
      ['url', 'mysql'],
    ] as const) {
      expect(await refused(format, 'direct', fileName, { ...tunnel, family })).toMatchObject({
        error: { code: 'connect-host-unsupported' },
      });
      expect(fileName.dialled).toHaveBeenLastCalledWith(expect.anything(), 'name');
    }
  });
});
