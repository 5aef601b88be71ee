import { readdirSync, readFileSync } from 'node:fs';
import { ask } from './driver.ts';
import { expect, test } from './fixtures.ts';
import { startGateway } from './gateway-entry.ts';
import { saveDemoConnection } from './save-demo.ts';
import { isOfOthers } from './watch-arguments.ts';

const SECRET = 'canary0wJalrXUtnFEMI1K7MDENGbPxRfiCY';

/** The environments of the processes that Latchkey has started to serve gateways. */
function gatewayEnvironments(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      const isGateway = args.includes('relay.js') || args.includes('node.mojom.NodeService');
      return isGateway && !isOfOthers(Number(pid)) ? [readFileSync(`/proc/${pid}/environ`, 'latin1')] : [];
    } catch {
      // no process, or it has ended since
      return [];
    }
  });
}

test('the process that serves gateways has nothing of the environment but what is named', async ({
  start,
  sandbox,
}) => {
  const before = gatewayEnvironments().length;
  const { page } = await start({ env: { AWS_SECRET_ACCESS_KEY: SECRET, SOMETHING_ELSE: SECRET } });
  const connectionId = await saveDemoConnection(page, sandbox);
  await startGateway(page, connectionId);
  expect(await ask(page, 'gateway', 'start', { connectionId })).toMatchObject({ ok: true });
  const environments = gatewayEnvironments();
  expect(environments.length).toBeGreaterThan(before);
  const ours = environments.filter((one) => one.includes('LATCHKEY_PROCESS=gateway'));
  expect(ours).toHaveLength(1);
  for (const one of environments) expect(one).not.toContain(SECRET);
  for (const one of ours) expect(one).not.toMatch(/(^|\0)(AWS_\w+|HOME|SOMETHING_ELSE)=/);
});
