import type { Programs } from '../../app/clients/model.ts';
import { nothingToOpenWith, type OpenWith } from '../../app/connect/model.ts';

/** The clients on this machine, and whether their menu is open. */
export interface ClientsState {
  readonly programs: Programs;
  /** Which of them databases can be opened in, as main has decided. */
  readonly openWith: OpenWith;
  readonly clientMenuOpen: boolean;
}

/** Which client is to be set up for which connection. */
export interface SetUpTarget {
  readonly connectionId: string;
  readonly client: string;
}

/** The dialogs of clients, with what each is about. */
export interface ClientsDialogs {
  readonly 'set-up': SetUpTarget;
}

/** No clients, before main has answered. */
export const clientsState: ClientsState = {
  programs: { clients: [], terminals: [], own: [] },
  openWith: nothingToOpenWith,
  clientMenuOpen: false,
};
