import type { HandlersOf } from '../common/contract.ts';
import { fail, succeed, type Result } from '../common/result.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { createCopyFormats, Subject } from '../copy-formats/service.ts';
import { localHost } from '../gateway/model.ts';
import type { GatewayApi } from '../gateway/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { TokensApi } from '../tokens/module.ts';
import { hasTunnel } from '../tunnels/model.ts';
import type { connectContract } from './contract.ts';
import type { Route } from './model.ts';
import type { FindTarget, NoteUse, SubjectRef } from './target.ts';

/** What copying takes. */
export interface CopyNeeds {
  readonly copyText: CopyText;
  readonly connections: ConnectionsApi;
  readonly copyFormats: ReturnType<typeof createCopyFormats>;
  readonly gateway: GatewayApi;
  readonly tokens: TokensApi;
  readonly find: FindTarget;
  readonly noteUse: NoteUse;
}

type CopyRequest = 'copyToken' | 'previewFormat' | 'copyFormat' | 'copyGatewayDetail';

/** Answers requests for a token, a format, or a detail of a gateway on the clipboard. */
export function createCopy({
  copyText,
  connections,
  copyFormats,
  gateway,
  tokens,
  find,
  noteUse,
}: CopyNeeds): Pick<HandlersOf<typeof connectContract>, CopyRequest> {
  /** What a format is made for; a saved connection may go through its gateway. */
  function subjectOf(ref: SubjectRef): Result<Subject> {
    const target = find(ref);
    if (!target.ok) return target;
    return succeed({
      target: target.value,
      connectionId: 'connectionId' in ref ? ref.connectionId : null,
    });
  }

  /** What a format is made for, by the route that was chosen. */
  function subjectBy(ref: SubjectRef, route: Route): Result<Subject> {
    const found = 'connectionId' in ref ? connections.find(ref.connectionId) : null;
    if (route === 'direct' && found?.ok === true && hasTunnel(found.value.networkRoute)) {
      return fail('gateway-needed', 'Nothing leads directly to this database.', {
        hint: 'Choose the gateway, which reaches it through its tunnel.',
      });
    }
    return subjectOf(ref);
  }

  async function copyGatewayUrl(connectionId: string): Promise<Result<Record<string, never>>> {
    const subject = subjectOf({ connectionId });
    if (!subject.ok) return subject;
    const copied = await copyFormats.copy(subject.value, {
      format: 'url',
      route: 'gateway',
      withSecret: false,
    });
    return copied.ok ? succeed({}) : copied;
  }

  return {
    async copyToken(ref) {
      const target = find(ref);
      if (!target.ok) return target;
      const lease = await tokens.copy(target.value.token);
      if (lease.ok) noteUse(ref);
      return lease;
    },
    async previewFormat({ options, ...ref }) {
      const subject = subjectBy(ref, options.route);
      return subject.ok ? copyFormats.preview(subject.value, options) : subject;
    },
    async copyFormat({ options, ...ref }) {
      const subject = subjectBy(ref, options.route);
      if (!subject.ok) return subject;
      const copied = await copyFormats.copy(subject.value, options);
      if (copied.ok) noteUse(ref);
      return copied;
    },
    async copyGatewayDetail({ connectionId, what }) {
      const found = connections.find(connectionId);
      if (!found.ok) return found;
      if (what === 'password') {
        const got = await gateway.password(connectionId);
        return got.ok ? tokens.copySecret(got.value) : got;
      }
      const at = gateway.addressOf(connectionId);
      if (at === null) {
        return fail('gateway-failed', 'This connection has no gateway yet.', { hint: 'Start it first.' });
      }
      if (what === 'url') return copyGatewayUrl(connectionId);
      const { dbUser, database } = found.value;
      const { port, localSide } = at;
      const caFile = localSide.localCa ?? '';
      const host = localHost(localSide.localCa !== null);
      return copyText({ host, port: String(port), user: dbUser, database, caFile }[what]);
    },
  };
}
