import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { libpqVariables } from '../../app/clients/catalogue/libpq.ts';
import { throughGateway } from '../../app/clients/through-gateway.ts';
import type { LocalSide } from '../../app/gateway/model.ts';
import { postgresRefusal } from '../../main/gateway/postgres/error-response.ts';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { labToken, startLabGateway, type LabGateway } from './gateway.ts';
import { startLab, type Lab } from './lab.ts';
import { nativeFolder } from './postgres-18.ts';

let lab: Lab;
let gateway: LabGateway;
beforeAll(async () => {
  lab = await startLab();
  gateway = await startLabGateway(lab, 'postgres');
});
afterAll(async () => {
  await gateway?.stop();
  await lab?.stop();
});

const scram: LocalSide = { localSignIn: 'scram', localCa: null };
const LIBPQS = {
  'libpq of Debian': {},
  'libpq 18': { LD_LIBRARY_PATH: join(nativeFolder(), 'lib') },
} as const;

/** The lab's database, as a connection says it. */
function target() {
  const { host, port, database } = lab.postgres;
  const at = { connectAddress: null, caFile: null, environment: null, connectionId: null };
  return { name: 'lab', family: 'postgres', host, port, dbUser: lab.users.app, database, ...at } as const;
}

/** Runs psql with the variables that Latchkey opens it with. */
function psql(set: Readonly<Record<string, string>>, libpq: keyof typeof LIBPQS): Promise<string> {
  const env = { PATH: process.env['PATH'], ...LIBPQS[libpq], ...set };
  const args = ['-XAtc', 'select current_user'];
  return new Promise((resolve) => {
    execFile('psql', args, { env, timeout: 30_000 }, (_, stdout, stderr) =>
      resolve((stdout + stderr).trim()),
    );
  });
}

const variables = (port: number, localSide: LocalSide) =>
  libpqVariables(throughGateway(target(), { port, localSide }), lab.caFile);

/** Somebody else on the gateway's port, who asks for the password in clear text, and hears what is sent. */
async function startThief(): Promise<{ readonly port: number; readonly heard: () => string }> {
  let heard = '';
  const server = createServer((client) => {
    void (async () => {
      for (;;) {
        const length = (await readBytes(client, 4))?.readInt32BE(0);
        if (length === undefined) return;
        const body = (await readBytes(client, length - 4)) ?? Buffer.alloc(0);
        if (body.length > 4) break;
        client.write('N');
      }
      client.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
      const head = await readBytes(client, 5);
      if (head !== null) heard += String(await readBytes(client, head.readInt32BE(1) - 4));
      client.end(postgresRefusal({ code: 'closing', message: 'Thank you.' }));
    })();
    client.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, heard: () => heard };
}

describe.each(['libpq of Debian', 'libpq 18'] as const)('%s, told how it may be asked', (libpq) => {
  it.each(['scram', 'cleartext'] as const)(
    'logs in through a gateway that asks by %s',
    async (localSignIn) => {
      const { port, password } = await gateway.beside({ localSignIn });
      const set = { ...variables(port, { localSignIn, localCa: null }), PGPASSWORD: password };
      expect(await psql(set, libpq)).toBe(lab.users.app);
    },
  );

  it('logs in to the database with a token', async () => {
    const { connectAddress: _, caFile: __, ...named } = target();
    const direct = { ...named, hostaddr: null, route: 'direct', localSide: null } as const;
    const token = await labToken(lab.postgres, lab.identities.session, lab.users.app);
    const set = { ...libpqVariables(direct, lab.caFile), PGPASSWORD: token };
    expect(await psql(set, libpq)).toBe(lab.users.app);
  });

  it('logs in over local TLS, and gives somebody without the certificate nothing', async () => {
    const { port, password } = await gateway.beside({ localTls: true });
    const localCa = join(temporaryFolder(), 'gateway.pem');
    writeFileSync(localCa, gateway.certificate());
    const set = { ...variables(port, { ...scram, localCa }), PGPASSWORD: password };
    expect(await psql(set, libpq)).toBe(lab.users.app);
    const thief = await startThief();
    expect(await psql({ ...set, PGPORT: String(thief.port) }, libpq)).toContain('SSL');
    expect(thief.heard()).toBe('');
  });
});

describe('somebody else on the gateway’s port', () => {
  it('is told no password by libpq 16 or later', async () => {
    const thief = await startThief();
    const set = { ...variables(thief.port, scram), PGPASSWORD: gateway.password };
    expect(await psql(set, 'libpq 18')).toContain('auth');
    expect(thief.heard()).toBe('');
  });

  it('is told it by an older one without local TLS, as docs/security.md says', async () => {
    const thief = await startThief();
    const set = { ...variables(thief.port, scram), PGPASSWORD: gateway.password };
    await psql(set, 'libpq of Debian');
    expect(thief.heard()).toContain(gateway.password);
  });
});
