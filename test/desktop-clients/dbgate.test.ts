import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dbgate } from '../../app/clients/catalogue/dbgate.ts';
import type { ClientTarget } from '../../app/clients/ports.ts';
import { entryOf, entryText, started } from '../app/clients/catalogue/opening.ts';
import { startDbGate } from './dbgate-server.ts';
import { startLabGateway, type LabGateway } from '../lab/gateway.ts';
import { startLab, type Lab } from '../lab/lab.ts';

let lab: Lab;
let gateways: Record<'postgres' | 'mariadb', LabGateway>;
beforeAll(async () => {
  lab = await startLab();
  gateways = {
    postgres: await startLabGateway(lab, 'postgres'),
    mariadb: await startLabGateway(lab, 'mariadb'),
  };
}, 300_000);
afterAll(async () => {
  await Promise.all(Object.values(gateways ?? {}).map((one) => one.stop()));
  await lab?.stop();
});

const targetOf = (engine: 'postgres' | 'mariadb'): ClientTarget => ({
  name: 'orders & more',
  family: engine,
  host: '127.0.0.1',
  port: gateways[engine].port,
  hostaddr: null,
  localSide: { localSignIn: 'scram', localCa: null },
  route: 'gateway',
  dbUser: lab.users.app,
  database: lab[engine].database,
  environment: { label: 'prod', kind: 'prod' },
  connectionId: '6f0e7a52-3d7c-4c1b-9c55-0a1b2c3d4e5f',
});
describe.each(['postgres', 'mariadb'] as const)('a real DbGate, to %s through the gateway', (engine) => {
  it('opened by Latchkey, shows the rows of a query', { timeout: 240_000 }, async () => {
    const { set } = started(dbgate, 'linux', targetOf(engine), gateways[engine].password);
    const client = await startDbGate(set);
    try {
      await client.query("select concat('forty-', 'two') as answer", 'forty-two');
      expect(gateways[engine].tokens()).toBeGreaterThan(0);
    } finally {
      await client.stop();
    }
  });

  it(
    'set up once by its entry, asks for the local password and shows the rows',
    { timeout: 240_000 },
    async () => {
      const client = await startDbGate({}, entryText(dbgate, entryOf(targetOf(engine))));
      try {
        await client.page.getByText('orders & more').first().click();
        await client.page.locator('input[type=password]').fill(gateways[engine].password);
        await client.page.keyboard.press('Enter');
        await client.query("select concat('forty-', 'two') as answer", 'forty-two');
      } finally {
        await client.stop();
      }
    },
  );
});
