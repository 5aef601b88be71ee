import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Starts the bare pipe in a process of its own. */
export async function startBarePipe(
  engine: 'postgres' | 'mariadb',
  to: {
    readonly listen: number;
    readonly port: number;
    readonly caFile: string;
    readonly user: string;
    readonly token: string;
  },
): Promise<{ readonly pid: number; readonly stop: () => void }> {
  const child = fork(
    join(import.meta.dirname, 'bare-pipe.ts'),
    [engine, String(to.listen), String(to.port), to.caFile, to.user],
    {
      execArgv: ['--import', 'tsx'],
      env: { BENCH_TOKEN: to.token },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  await once(child, 'message');
  return { pid: child.pid ?? 0, stop: () => void child.kill() };
}
