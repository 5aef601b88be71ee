import type { Page } from '@playwright/test';
import { z } from 'zod';
import type { Draft } from '../../app/connections/model.ts';
import { DEMO_PROFILE, DEMO_SIGN_IN } from '../sandbox/data-folder.ts';
import type { Sandbox } from '../sandbox/start-sandbox.ts';
import { ask } from './driver.ts';

const saved = z.object({ ok: z.literal(true), value: z.object({ id: z.string() }) });

/** Saves the sandbox's PostgreSQL as the connection "shop", by the bridge, and gives its id. */
export async function saveDemoConnection(
  page: Page,
  sandbox: Sandbox,
  over: Partial<Draft> = {},
): Promise<string> {
  if (sandbox.postgres === null) throw new Error('no demo database');
  const { host, port, region } = sandbox.postgres;
  const draft: Draft = {
    ...DEMO_SIGN_IN,
    name: 'shop',
    environment: null,
    notes: '',
    family: 'postgres',
    profile: DEMO_PROFILE,
    region,
    address: { host, port },
    networkRoute: { kind: 'direct' },
    client: null,
    caFile: null,
    ...over,
  };
  return saved.parse(await ask(page, 'connections', 'save', { id: null, draft })).value.id;
}
