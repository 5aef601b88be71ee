import type { Client } from '../../app/clients/model.ts';
import type { Offer } from '../module.ts';
import { selectedShown } from '../selection.ts';
import { getState, openDialog, type State } from '../store.ts';
import type { Subject } from '../subject.ts';
import type { Choice } from '../ui/menu.tsx';
import { openIn } from './actions.ts';
import { showSetUp } from './set-up-actions.ts';
import {
  clientsOf,
  keepersOf,
  needsConnection,
  routeNow,
  savedFor,
  type Openable,
  type UsableClient,
} from './usable.ts';
import { signInFor } from '../endpoints/sign-in.ts';

const OPEN = 'open ';
const SET_UP = 'set up ';

/** The clients of a subject as choices, each with how it would be opened and why not otherwise. */
export function openChoices(from: State, subject: Subject): readonly Choice[] {
  return clientsOf(from, subject).map((client) => ({
    id: `${OPEN}${client.id}`,
    text: client.name,
    glyph: client.runsIn,
    detail: howText(client),
    ...(savesFirst(from, subject, client) ? { note: 'saves a connection' } : {}),
  }));
}

/** What follows the clients in a menu: entries to set up in those that keep some, and all the others. */
export function moreChoices(from: Openable, subject: Subject): readonly Choice[] {
  const keepers = keepersOf(from, subject);
  return [
    ...(keepers.length === 0
      ? []
      : [
          {
            id: 'set-up',
            text: 'Set up in',
            lined: true,
            choices: keepers.map(({ id, name, runsIn }) => ({
              id: `${SET_UP}${id}`,
              text: `${name}…`,
              glyph: runsIn,
            })),
          },
        ]),
    { id: 'more-clients', text: 'More clients…', lined: keepers.length === 0 },
  ];
}

/**
 * Does what one of these choices says.
 *
 * @returns whether it was one of them
 */
export function runClientChoice(id: string, subject: Subject): boolean {
  if (id === 'more-clients') {
    showClients();
    return true;
  }
  const of = <C extends Client>(prefix: string, among: readonly C[]): C | undefined =>
    among.find((client) => id === `${prefix}${client.id}`);
  const opened = of(OPEN, clientsOf(getState(), subject));
  const kept = of(SET_UP, keepersOf(getState(), subject));
  if (opened !== undefined) void openIn(subject, opened);
  if (kept !== undefined && subject.connection !== null) showSetUp(subject.connection, kept);
  return opened !== undefined || kept !== undefined;
}

/** The clients that what is selected can be opened in, and those that keep an entry for it, for the palette. */
export function clientOffers(from: State): readonly Offer[] {
  const subject = selectedShown(from);
  if (subject === null) return [];
  return [
    ...clientsOf(from, subject).map((client) => ({
      id: `${OPEN}${client.id}`,
      text: `Open ${subject.name} in ${client.name}`,
      run: () => void openIn(subject, client),
    })),
    ...keepersOf(from, subject).map((client) => ({
      id: `${SET_UP}${client.id}`,
      text: `Set up ${subject.name} in ${client.name}…`,
      run: () => subject.connection !== null && showSetUp(subject.connection, client),
    })),
  ];
}

/** Shows all clients, found or not, in the settings. */
export function showClients(): void {
  openDialog({ kind: 'settings', page: 'clients' });
}

/** Whether opening a client would save a connection that there is not yet. */
export function savesFirst(from: State, subject: Subject, client: UsableClient): boolean {
  const { endpoint } = subject;
  const route = routeNow(from, subject);
  if (endpoint === null || !needsConnection(subject, client, route)) return false;
  return savedFor(subject, signInFor(from, endpoint), from.connections, route) === null;
}

function howText({ line, caution }: UsableClient): string {
  return [line, caution].filter((part) => part !== null).join(' ');
}
