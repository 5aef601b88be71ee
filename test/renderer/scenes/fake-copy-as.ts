import type { Connection } from '../../../app/connections/model.ts';
import { createCopyFormats, type Subject } from '../../../app/copy-formats/service.ts';
import type { CopyFormatsPorts } from '../../../app/copy-formats/ports.ts';
import type { FormatOptions } from '../../../app/copy-formats/model.ts';
import type { Endpoint } from '../../../app/endpoints/model.ts';
import { resolveConnectAddress } from '../../../app/clients/connect-address.ts';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { Secret } from '../../../app/common/secret.ts';
import { targetOf, type SubjectRef } from '../../../app/connect/target.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import type { FakeBridge } from '../fake-bridge.ts';

/** What the forms of the fake are made from. */
interface Known {
  readonly connection: (id: string) => Connection;
  readonly endpoint: (id: string) => Endpoint | undefined;
  readonly gatewayOf: CopyFormatsPorts['gateway'];
  readonly leaseFor: (named: SubjectRef) => Lease;
}

/** Has a fake answer with the forms that main makes, of a machine that knows 127.0.0.1 alone. */
export function answerCopyAs(fake: FakeBridge, known: Known): void {
  const roomFor = (named: SubjectRef) =>
    createCopyFormats({
      platform: 'linux',
      dialled: (target, by) =>
        resolveConnectAddress(target, async (host) => (host === '127.0.0.1' ? ['127.0.0.1'] : []), by),
      settingsCaFile: () => null,
      caFile: async (own) => succeed(own ?? '/home/alex/.config/Latchkey/rds-ca.pem'),
      gateway: known.gatewayOf,
      localPassword: async () => succeed(new Secret('local')),
      copyToken: async () => succeed(known.leaseFor(named)),
      copySecret: async () => succeed({}),
      copyText: async () => succeed({}),
    });
  const subjectOf = (named: SubjectRef): Result<Subject> => {
    const target = targetOf(named, {
      connection: (id) => succeed(known.connection(id)),
      signingRegion: ({ region }) => region,
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
    <T>(
      act: (
        copyFormats: ReturnType<typeof createCopyFormats>,
        subject: Subject,
        options: FormatOptions,
      ) => Promise<Result<T>>,
    ) =>
    async ({ options, ...named }: SubjectRef & { readonly options: FormatOptions }): Promise<Result<T>> => {
      const subject = subjectOf(named);
      return subject.ok ? act(roomFor(named), subject.value, options) : subject;
    };
  fake.answer(
    'connect:previewFormat',
    answer((copyFormats, subject, options) => copyFormats.preview(subject, options)),
  );
  fake.answer(
    'connect:copyFormat',
    answer((copyFormats, subject, options) => copyFormats.copy(subject, options)),
  );
}
