import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { LabGateway } from '../lab/gateway.ts';
import type { Lab } from '../lab/lab.ts';
import { median, table } from './report.ts';

const ROUNDS = 30;

/** How long connecting takes, directly and through the gateway, in turns; prints it, and gives the ratio. */
export async function connectTimes(lab: Lab, gateway: LabGateway, token: string): Promise<{ ratio: number }> {
  const as = { user: lab.users.app, database: lab.postgres.database };
  const ca = readFileSync(lab.caFile, 'utf8');
  const direct: number[] = [];
  const through: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ssl = { ca, servername: 'localhost' };
    direct.push(
      await connectOnce({ ...as, host: 'localhost', port: lab.postgres.port, password: token, ssl }),
    );
    through.push(
      await connectOnce({ ...as, host: '127.0.0.1', port: gateway.port, password: gateway.password }),
    );
  }
  const words = [direct, through].map((times) => `${median(times).toFixed(1)} ms`);
  console.log(
    `${table([
      ['connect', 'direct', 'gateway'],
      ['', ...words],
    ])}\n`,
  );
  return { ratio: median(through) / median(direct) };
}

async function connectOnce(to: ConstructorParameters<typeof Client>[0]): Promise<number> {
  const client = new Client(to);
  const start = performance.now();
  await client.connect();
  const took = performance.now() - start;
  await client.end();
  return took;
}
