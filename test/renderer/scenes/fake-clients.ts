import { splitCommand, type Client, type OwnClient, type Programs } from '../../../app/clients/model.ts';
import type { Lease } from '../../../app/tokens/model.ts';
import { dbeaverCard, programs as programsOf, stepsAlone } from '../client-samples.ts';
import type { FakeBridge } from '../fake-bridge.ts';
import type { SubjectRef } from './fake-main.ts';

const nothing = { ok: true, value: {} } as const;

/** The program that is chosen in the fake's dialog. */
export const CHOSEN_PROGRAM = '/usr/local/bin/dbtool';

/**
 * Has a fake answer what is asked of clients as main does.
 *
 * @param opened what becomes of the token when one is opened: null through the gateway
 */
export function answerClients(
  fake: FakeBridge,
  first: Programs,
  opened: (client: Client, named: SubjectRef) => Lease | null,
): void {
  let programs = first;
  const change = (next: Programs): typeof nothing => {
    programs = next;
    fake.emit('clients:changed', programs);
    return nothing;
  };
  const changeOne = (id: string, to: Partial<Client>) =>
    change({
      ...programs,
      clients: programs.clients.map((one) => (one.id === id ? { ...one, ...to } : one)),
    });
  const changeOwn = (own: readonly OwnClient[]) =>
    change(
      programsOf(
        programs.clients.filter(({ id }) => !id.startsWith('own-')),
        own,
      ),
    );

  fake.answer('connect:open', ({ client: id, ...named }) => {
    const client = programs.clients.find((one) => one.id === id);
    if (client === undefined) throw new Error(`no client ${id}`);
    const terminal = client.runsIn === 'terminal' ? 'GNOME Terminal' : null;
    for (const family of client.families) fake.noteUsed(family, id);
    return { ok: true, value: { lease: opened(client, named), terminal, isPasted: id === 'pgadmin' } };
  });
  fake.answer('clients:refresh', () => nothing);
  fake.answer('clients:choosePath', ({ client }) =>
    changeOne(client, { found: CHOSEN_PROGRAM, isPathSet: true }),
  );
  fake.answer('clients:forgetPath', ({ client }) => changeOne(client, { isPathSet: false }));
  fake.answer('clients:chooseProgram', () => ({ ok: true, value: { program: CHOSEN_PROGRAM } }));
  fake.answer('clients:saveOwn', ({ id, draft }) => {
    const words = splitCommand(draft.command);
    if (!words.ok) return words;
    const made = { ...draft, id: id ?? `own-${programs.own.length}` };
    return id === null
      ? changeOwn([...programs.own, made])
      : changeOwn(programs.own.map((one) => (one.id === id ? made : one)));
  });
  fake.answer('clients:removeOwn', ({ id }) => changeOwn(programs.own.filter((one) => one.id !== id)));
  fake.answer('connect:setUp', ({ client }) => ({
    ok: true,
    value: client === 'pgadmin' ? stepsAlone : dbeaverCard,
  }));
  fake.answer('connect:copySetUp', () => nothing);
  fake.answer('connect:saveSetUp', () => ({ ok: true, value: { file: 'data-sources-latchkey.json' } }));
}
