import type { ClientsApi } from '../clients/module.ts';
import type { OpenTarget } from '../clients/ports.ts';
import { watchConnectTimeout } from '../clients/connect-timeout.ts';
import type { Clock } from '../common/clock.ts';
import { succeed, type Result } from '../common/result.ts';
import type { Input, Output } from '../contract.ts';
import type { DoctorApi } from '../doctor/module.ts';
import type { GatewayApi } from '../gateway/module.ts';
import { ANSWER_TIMEOUT_MS, type Asker } from '../mfa/model.ts';
import type { TokensApi } from '../tokens/module.ts';
import type { Note } from '../window/module.ts';
import { routeFor } from './route.ts';
import type { FindTarget, NoteUse } from './target.ts';

/** How long somebody waits for a person, and who is told that they do. */
export type Wait = Pick<Asker, 'waitMs' | 'onWaiting'>;

/** What opening a client takes. */
export interface OpenNeeds {
  readonly clock: Clock;
  readonly note: Note;
  readonly clients: ClientsApi;
  readonly doctor: DoctorApi;
  readonly gateway: GatewayApi;
  readonly tokens: TokensApi;
  readonly find: FindTarget;
  readonly noteUse: NoteUse;
}

/** Makes what opens a database in a client: directly with a token, or through its gateway. */
export function createOpen({ clock, note, clients, doctor, gateway, tokens, find, noteUse }: OpenNeeds) {
  /** Ends the waiting for clients that were opened, by the connection. */
  const expected = new Map<string, () => void>();

  /** A client with windows says nothing when its window does not open: that it does not connect is what can be seen. */
  function expectClient(id: string, names: { readonly client: string; readonly connection: string }): void {
    const since = clock.now();
    expected.get(id)?.();
    const hasConnected = (): boolean => gateway.hasConnectedSince(id, since);
    const tell = (): void =>
      note(`silent-client-${id}`, {
        code: 'launch-failed',
        message: `${names.client} was opened for ${names.connection} a minute ago and has not connected.`,
        hint: 'Check whether it is waiting for an answer. “How to connect” has everything that it needs.',
      });
    expected.set(id, watchConnectTimeout(clock, hasConnected, tell));
  }

  async function openThrough(
    request: { readonly connectionId: string; readonly client: string },
    to: OpenTarget,
  ): Promise<Result<Output<'connect:open'>>> {
    const { connectionId, client } = request;
    const opened = await clients.openThrough(
      to,
      client,
      () => gateway.endpoint(connectionId),
      (failure) => doctor.clientFailed({ connectionId }, failure),
    );
    if (!opened.ok) return opened;
    noteUse(request);
    clients.noteUsed(to.family, client);
    const { name, terminal, delivery, password } = opened.value;
    if (terminal === null) expectClient(connectionId, { client: name, connection: to.name });
    const isPasted = delivery === 'paste';
    if (isPasted) {
      const copied = await tokens.copySecret(password);
      if (!copied.ok) return copied;
    }
    return succeed({ lease: null, terminal, isPasted });
  }

  return {
    /**
     * Opens a database in a client.
     *
     * @param wait how long it waits for a person where one is needed, and who is told that it does
     * @returns what finding, signing, the gateway and the launcher refuse
     */
    async open(
      request: Input<'connect:open'>,
      wait: Wait = { waitMs: ANSWER_TIMEOUT_MS },
    ): Promise<Result<Output<'connect:open'>>> {
      const target = find(request);
      if (!target.ok) return target;
      const { token, open: to } = target.value;
      if ('connectionId' in request) {
        const { connectionId, client } = request;
        const route = routeFor(clients.takesToken(client), gateway.routesThroughGateway(connectionId));
        if (route === 'gateway') return openThrough(request, to);
      }
      const program = clients.programs().clients.find(({ id }) => id === request.client);
      const words = `${program?.name ?? request.client} is waiting to log in to ${to.name}.`;
      const asker: Asker = { words, ...wait };
      const opened = await clients.open(
        to,
        request.client,
        () => tokens.sign(token, request.client, asker),
        (failure) => doctor.clientFailed(request, failure),
      );
      if (!opened.ok) return opened;
      const { lease, terminal } = opened.value;
      tokens.record(lease);
      noteUse(request);
      clients.noteUsed(to.family, request.client);
      return succeed({ lease, terminal, isPasted: false });
    },
    /** Waits for no client any more. */
    stop: (): void => expected.forEach((end) => end()),
  };
}
