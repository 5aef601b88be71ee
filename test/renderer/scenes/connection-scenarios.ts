import type { ImportPreview } from '../../../app/connections/model.ts';
import { answerLikeMain } from './fake-main.ts';
import { company, connection, endpoint, orders } from '../samples.ts';
import type { Scenario } from './scenarios.ts';

const shared = (n: number): string => `7a0e51c2-0000-4000-8000-${String(n).padStart(12, '0')}`;
const prod = { label: 'prod', kind: 'prod' } as const;

const preview: ImportPreview = {
  id: shared(0),
  file: 'latchkey-connections.json',
  entries: [
    {
      id: shared(1),
      name: 'orders',
      target: 'app_readonly@orders.cluster-c9q2x7abcdef.us-east-1.rds.amazonaws.com:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: prod,
      outcome: 'change',
      changes: ['database user', 'notes'],
    },
    {
      id: shared(2),
      name: 'payments ledger',
      target: 'ledger_ro@payments-ledger.cluster-c9q2x7abcdef.us-east-1.rds.amazonaws.com:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: prod,
      outcome: 'add',
      changes: [],
    },
    {
      id: shared(3),
      name: 'search index',
      target: 'app_readonly@search-index.cluster-c9q2x7abcdef.us-east-1.rds.amazonaws.com:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: { label: 'team-blue', kind: 'other' },
      outcome: 'add',
      changes: [],
    },
    {
      id: shared(4),
      name: 'a connection whose name goes on for much longer than there is room for in this dialog',
      target: 'dana.reyes@inventory.c9q2x7abcdef.eu-west-1.rds.amazonaws.com:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: null,
      outcome: 'change',
      changes: ['host and port', 'profile', 'region', 'database user'],
    },
    {
      id: shared(5),
      name: 'billing',
      target: 'b@b:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: null,
      outcome: 'same',
      changes: [],
    },
    {
      id: shared(6),
      name: 'reviews',
      target: 'r@r:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: null,
      outcome: 'same',
      changes: [],
    },
    {
      id: shared(7),
      name: 'audit',
      target: 'a@a:5432',
      through: null,
      profile: 'prod-admin',
      region: 'us-east-1',
      environment: null,
      outcome: 'older',
      changes: [],
    },
  ],
  refused: [{ which: 'entry 8 (reporting)', why: 'has a port that is no number from 1 to 65535' }],
  recipes: { sessions: [], profiles: [], roles: [] },
};

const importing = (shown: ImportPreview): Scenario => {
  const snapshot = company();
  return {
    snapshot,
    prepare: (fake) => {
      answerLikeMain(fake, snapshot);
      fake.answer('connections:import', () => ({ ok: true, value: { preview: shown } }));
    },
  };
};

/** States of the saved connections that the company does not show. */
export const connectionScenarios: Readonly<Record<string, () => Scenario>> = {
  noConnections: () => ({ snapshot: { ...company(), connections: [] } }),
  loadingConnections: () => ({
    snapshot: company(),
    prepare: (fake) => {
      localStorage.setItem('latchkey.view', 'connections');
      fake.answer('window:snapshot', () => new Promise(() => {}));
    },
  }),
  nothingNear: () => ({
    snapshot: { ...company(), connections: [connection(orders, { profile: 'contractor-x' })] },
  }),
  manyConnections: () => ({
    snapshot: {
      ...company(),
      connections: Array.from({ length: 5_000 }, (_, n) =>
        connection(endpoint({ name: `service-${n}` }), { pinned: n < 3, usedAt: n < 40 ? 5_000 - n : null }),
      ),
    },
  }),
  cannotSave: () => ({
    snapshot: company(),
    prepare: (fake) =>
      fake.answer('connections:save', () => ({
        ok: false,
        error: {
          code: 'file-unwritable',
          message: 'connections.json could not be written (ENOSPC).',
          hint: 'The disk is full. Make room, then save again; nothing was lost.',
        },
      })),
  }),
  importing: () => importing(preview),
  importingNothing: () => importing({ ...preview, entries: preview.entries.slice(4), refused: [] }),
};
