import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { LabGateway } from '../lab/gateway.ts';
import type { Lab } from '../lab/lab.ts';
import { median, table } from './report.ts';

const ROUNDS = 30;
/** How many sessions carry bulk data meanwhile: one more than there are cores to notice it. */
const BULK_SESSIONS = 2;
const COPY = `copy (select repeat('x', 1000) from generate_series(1, 3000000)) to stdout`;

/** Medians, in milliseconds. */
export interface ConnectTimes {
  readonly direct: number;
  readonly through: number;
}

/** How long connecting takes, directly and through the gateway, in turns; prints it. @param title of the table */
export async function connectTimes(
  lab: Lab,
  gateway: LabGateway,
  { token, title = 'connect' }: { readonly token: string; readonly title?: string },
): Promise<ConnectTimes> {
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
  const worst = (times: readonly number[]): string =>
    `${(times.toSorted((a, b) => a - b).at(-2) ?? 0).toFixed(0)} ms`;
  const words = [direct, through].map((times) => `${median(times).toFixed(1)} ms`);
  console.log(
    `${table([
      [title, 'direct', 'gateway'],
      ['median', ...words],
      ['second longest', worst(direct), worst(through)],
    ])}\n`,
  );
  return { direct: median(direct), through: median(through) };
}

/** The same while other sessions of the gateway carry as much as they can: both ways meet the same busy machine. */
export async function connectTimesUnderBulk(
  lab: Lab,
  gateway: LabGateway,
  token: string,
): Promise<ConnectTimes> {
  const env = {
    PATH: process.env['PATH'],
    PGHOST: '127.0.0.1',
    PGPORT: String(gateway.port),
    PGUSER: lab.users.app,
    PGDATABASE: lab.postgres.database,
    PGPASSWORD: gateway.password,
    PGSSLMODE: 'disable',
  };
  const over = new AbortController();
  const carry = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const child = spawn('psql', ['-X', '-c', COPY], { env, stdio: ['ignore', 'ignore', 'inherit'] });
      running.add(child);
      await once(child, 'close');
      running.delete(child);
    }
  };
  const running = new Set<ReturnType<typeof spawn>>();
  const carried = Array.from({ length: BULK_SESSIONS }, carry);
  try {
    return await connectTimes(lab, gateway, { token, title: 'connect under bulk' });
  } finally {
    over.abort();
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(carried);
  }
}

async function connectOnce(to: ConstructorParameters<typeof Client>[0]): Promise<number> {
  const client = new Client(to);
  const start = performance.now();
  await client.connect();
  const took = performance.now() - start;
  await client.end();
  return took;
}
