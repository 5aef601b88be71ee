import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { createNews } from '../common/news.ts';
import { Secret } from '../common/secret.ts';
import type { mfaContract } from './contract.ts';
import type { ShowWindow } from './ports.ts';
import { createMfa } from './service.ts';

/** What the MFA module needs from outside. */
export interface MfaModulePorts {
  readonly showWindow: ShowWindow;
}

/** What other modules can ask of MFA. */
export type MfaApi = ReturnType<typeof createMfaModule>['api'];

/** Makes the MFA module. */
export function createMfaModule(
  ports: MfaModulePorts,
  { clock, newId }: { readonly clock: Clock; readonly newId: () => string },
  emit: EmitOf<typeof mfaContract>,
) {
  /** A code has begun a session: what needed it can go on. */
  const started = createNews<null>();
  /** A person has taken a question back: what waited for it can be told so. */
  const cancelled = createNews<null>();
  const mfa = createMfa({
    ...ports,
    clock,
    newId,
    onChanged: (questions) => emit('changed', questions),
    onStarted: () => started.tell(null),
    onCancelled: () => cancelled.tell(null),
  });
  const handlers: HandlersOf<typeof mfaContract> = {
    answer: ({ id, code }) => mfa.answer(id, new Secret(code)),
    cancel: ({ id }) => mfa.cancel(id),
  };
  const snapshot: SnapshotOf<typeof mfaContract> = () => ({ mfaQuestions: mfa.list() });
  return {
    api: { session: mfa.session, leave: mfa.leave, forget: mfa.forget },
    news: { started, cancelled },
    handlers,
    snapshot,
    reactions: {
      /** A session that AWS has ended has to be begun anew. */
      keysRefused: mfa.forget,
    },
    stop: mfa.stop,
  };
}
