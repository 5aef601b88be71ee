import type { Page } from '@playwright/test';
import { z } from 'zod';
import { freePorts } from '../lab/server-process.ts';
import { DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import { ask } from './driver.ts';

const shown = z.object({ value: z.object({ password: z.string() }) });

/** Starts the gateway of a connection to the sandbox's database, and gives what a client is told to go through it. */
export async function startGateway(page: Page, connectionId: string) {
  // a port of its own, for the same test runs in the other host at the same time
  const [port = 0] = await freePorts(1);
  await ask(page, 'gateway', 'change', { connectionId, change: { port } });
  await ask(page, 'gateway', 'start', { connectionId });
  const { password } = shown.parse(await ask(page, 'gateway', 'password', { connectionId })).value;
  return { host: '127.0.0.1', port, user: DEMO_SIGN_IN.dbUser, database: DEMO_SIGN_IN.database, password };
}
