import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

const started = z.object({ env: z.record(z.string(), z.string()), profile: z.string() });
const seenCalls = z.object({
  seen: z.array(
    z.object({ action: z.string(), startedAt: z.number(), endedAt: z.number(), status: z.number() }),
  ),
});

/** A call that the company has answered. */
export type SeenCall = z.infer<typeof seenCalls>['seen'][number];

/** How big the company is, and how slow. */
export interface CompanyOptions {
  readonly profiles: number;
  readonly regions: number;
  readonly endpoints: number;
  readonly latencyMs: number;
  readonly dataFolder: string;
}

/** A big company, in a process of its own. */
export async function startCompany(options: CompanyOptions) {
  const { profiles, regions, endpoints, latencyMs, dataFolder } = options;
  const child = fork(
    join(import.meta.dirname, 'company-server.ts'),
    [profiles, regions, endpoints, latencyMs, dataFolder].map(String),
    { execArgv: ['--import', 'tsx'] },
  );
  const { env, profile } = started.parse(await said(child));
  return {
    env,
    /** The name of the first profile. */
    profile,
    /** Fills the AWS files. */
    go: () => void child.send('go'),
    async seen(): Promise<readonly SeenCall[]> {
      child.send('seen');
      return seenCalls.parse(await said(child)).seen;
    },
    async stop(): Promise<void> {
      child.send('stop');
      await once(child, 'exit');
    },
  };
}

async function said(child: ChildProcess): Promise<unknown> {
  const [message]: unknown[] = await once(child, 'message');
  return message;
}
