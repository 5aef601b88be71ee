import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { psql } from '../../../../app/clients/catalogue/libpq.ts';
import type { ClientTarget } from '../../../../app/clients/ports.ts';
import { gatewayEndpoint, PASSWORD, planned } from './opening.ts';

const names = { dbUser: 'Зоя@corp:%41 é', database: '注文/2026?x=1' };

function planOn(platform: 'win32' | 'linux', to: ClientTarget) {
  const plan = planned(psql, platform, to, PASSWORD);
  if (!plan.ok || plan.value.runsIn !== 'terminal') throw new Error('psql runs in a terminal');
  return plan.value;
}

describe('psql', () => {
  it('gets names in any script on Windows, where its arguments are in the system’s code page', () => {
    const { args } = planOn('win32', { ...gatewayEndpoint, ...names });
    expect(args).toHaveLength(1);
    expect(args[0]).toMatch(/^--dbname=postgresql:\/\/[\w%.~-]+@\/[\w%.~-]+$/);
    expect(planOn('win32', gatewayEndpoint).args).toEqual([]);
    expect(planOn('linux', { ...gatewayEndpoint, ...names }).args).toEqual([]);
  });

  it.runIf(process.platform === 'linux')(
    'itself takes them out of what it is given, and no more',
    async () => {
      const said: Buffer[] = [];
      const server = createServer((socket) => {
        socket.once('data', (startup) => {
          said.push(startup);
          socket.destroy();
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
      const { port }: Pick<AddressInfo, 'port'> = addressOf(server.address());
      const { args, set } = planOn('win32', { ...gatewayEndpoint, ...names, port });
      // what the code page has made of them
      const env = {
        PATH: process.env['PATH'],
        ...set,
        PGUSER: '???',
        PGDATABASE: '???',
        PGPASSWORD: PASSWORD,
      };
      const child = spawn('psql', ['--no-psqlrc', ...args], { env, stdio: 'ignore' });
      await new Promise((resolve) => child.once('exit', resolve));
      const startup = said[0]?.subarray(8).toString('utf8').split('\0') ?? [];
      expect(startup.slice(0, 4)).toEqual(['user', names.dbUser, 'database', names.database]);
    },
  );
});

function addressOf(address: ReturnType<ReturnType<typeof createServer>['address']>): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address;
}
