import type { Connection } from '../../app/connections/model.ts';
import { createCopyAs, type Subject } from '../../app/copy-as/service.ts';
import type { Wish } from '../../app/copy-as/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { dialled } from '../../app/clients/dial.ts';
import { fail, succeed, type Result } from '../../app/failure.ts';
import { targetOf, type Named } from '../../app/targets.ts';
import type { Lease } from '../../app/tokens/model.ts';
import type { FakeBridge } from './fake-bridge.ts';

/** What the forms of the fake are made from. */
interface Known {
  readonly connection: (id: string) => Connection;
  readonly endpoint: (id: string) => Endpoint | undefined;
  readonly portOf: (connectionId: string) => number | null;
  readonly leaseFor: (named: Named) => Lease;
}

/** Has a fake answer with the forms that main makes, of a machine that knows 127.0.0.1 alone. */
export function answerCopyAs(fake: FakeBridge, known: Known): void {
  const roomFor = (named: Named) =>
    createCopyAs({
      platform: 'linux',
      dialled: (target, by) =>
        dialled(target, async (host) => (host === '127.0.0.1' ? ['127.0.0.1'] : []), by),
      settingsCaFile: () => null,
      caFile: async (own) => succeed(own ?? '/home/alex/.config/Latchkey/rds-ca.pem'),
      gatewayPort: known.portOf,
      localPassword: async () => succeed({ password: 'local' }),
      copyToken: async () => succeed(known.leaseFor(named)),
      copyText: async () => succeed({}),
    });
  const subjectOf = (named: Named): Result<Subject> => {
    const target = targetOf(named, {
      connection: (id) => succeed(known.connection(id)),
      endpoint(id) {
        const found = known.endpoint(id);
        if (found === undefined || found.address === null || found.family === null) {
          return fail('endpoint-not-found', 'This database is no longer in the list.');
        }
        return succeed({ ...found, address: found.address, family: found.family });
      },
    });
    const connectionId = 'connectionId' in named ? named.connectionId : null;
    return target.ok ? succeed({ target: target.value, connectionId }) : target;
  };
  const answer =
    <T>(act: (room: ReturnType<typeof createCopyAs>, subject: Subject, wish: Wish) => Promise<Result<T>>) =>
    async ({ wish, ...named }: Named & { readonly wish: Wish }): Promise<Result<T>> => {
      const subject = subjectOf(named);
      return subject.ok ? act(roomFor(named), subject.value, wish) : subject;
    };
  fake.answer(
    'copy-as:preview',
    answer((room, subject, wish) => room.preview(subject, wish)),
  );
  fake.answer(
    'copy-as:copy',
    answer((room, subject, wish) => room.copy(subject, wish)),
  );
}
