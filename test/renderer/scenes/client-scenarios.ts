import { manyClients, ownReport, programs, stepsAlone, usualClients } from '../client-samples.ts';
import { answerLikeMain } from './fake-main.ts';
import { company, gateway, savedOrders } from '../samples.ts';
import type { Snapshot } from '../../../app/contract.ts';
import type { Scenario } from './scenarios.ts';

const like = (change: Partial<Snapshot>): Scenario => {
  const snapshot = { ...company(), ...change };
  return { snapshot, prepare: (fake) => answerLikeMain(fake, snapshot) };
};

/** States of the clients that the company does not show. */
export const clientScenarios: Readonly<Record<string, () => Scenario>> = {
  /** As many as one can have, one of them of one's own, and a gateway that listens. */
  manyClients: () => like({ programs: programs(manyClients, [ownReport]), gateways: [gateway(savedOrders)] }),
  /** What was last opened gets no token: a found database is saved first. */
  dbeaverLast: () => {
    const made = like({ programs: programs(usualClients) });
    return {
      ...made,
      prepare: (fake) => {
        made.prepare?.(fake);
        fake.noteUsed('postgres', 'dbeaver');
      },
    };
  },
  setUpStopped: () => {
    const made = like({
      programs: programs(manyClients),
      gateways: [gateway(savedOrders, { state: 'stopped' })],
    });
    return {
      ...made,
      prepare: (fake) => {
        made.prepare?.(fake);
        fake.answer('connect:setUp', () => ({ ok: true, value: stepsAlone }));
      },
    };
  },
  noClients: () =>
    like({ programs: programs(usualClients.map((one) => ({ ...one, found: null, version: null }))) }),
};
