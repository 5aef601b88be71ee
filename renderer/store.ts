import { create } from 'zustand';
import type { Snapshot } from '../app/contract.ts';
import type { Notice } from '../app/window/model.ts';
import type { Programs } from '../app/clients/model.ts';
import type { CommandState } from '../app/command/model.ts';
import type { Connection, ImportPreview } from '../app/connections/model.ts';
import type { Scan, SignIn } from '../app/endpoints/model.ts';
import type { Gateway } from '../app/gateway/model.ts';
import type { ProfileList } from '../app/profiles/model.ts';
import { defaultSettings, type Settings } from '../app/settings/model.ts';
import type { Lease } from '../app/tokens/model.ts';
import type { UpdateState } from '../app/updates/model.ts';
import type { Failure } from './api.ts';
import type { ConnectionForm } from './connections/form.ts';
import { noFilters, type Filters } from './endpoints/filter.ts';
import { recall } from './remembered.ts';
import type { Subject } from './subject.ts';
import type { SubjectRef } from './tokens/actions.ts';

/** What main has said: replaced by events, never aged here. */
export interface Mirror {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly loadError: Failure | null;
  readonly host: Snapshot['host'];
  readonly platform: Snapshot['platform'];
  readonly version: string;
  readonly profiles: ProfileList;
  readonly scans: readonly Scan[];
  readonly signIns: Readonly<Record<string, SignIn>>;
  readonly leases: readonly Lease[];
  readonly connections: readonly Connection[];
  readonly gateways: readonly Gateway[];
  readonly settings: Settings;
  readonly programs: Programs;
  readonly command: CommandState | null;
  readonly update: UpdateState;
  readonly notices: readonly Notice[];
}

/** A short message in the corner. */
export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'error';
  readonly message: string;
  readonly hint?: string | undefined;
  /** The profile whose command can be copied, where the failure names one. */
  readonly commandOf?: string | undefined;
  /** Takes back what the message tells of. */
  readonly undo?: (() => void) | undefined;
}

/** What waits for the user to fill in whom to sign in as. */
export interface Waiting {
  readonly endpointId: string;
  readonly action: Busy['action'];
}

/** What is being done for a subject, by its key, and has not been answered. */
export interface Busy {
  readonly key: string;
  readonly action: 'copy' | 'open' | 'copy-as';
}

/** What the list shows. */
export type View = 'connections' | 'databases' | 'active';

/** The dialogs, of which one at most is open. */
export type DialogName =
  | 'palette'
  | 'connection'
  | 'import'
  | 'settings'
  | 'shortcuts'
  | 'how-to-connect'
  | 'set-up'
  | 'copy-as'
  | 'stop-gateway'
  | 'close-sessions';

/** The pages of the settings. */
export type SettingsPage = 'general' | 'clients';

/** Which client is to be told of which connection. */
export interface SetUpAsked {
  readonly connectionId: string;
  readonly client: string;
}

/** What the user is looking at. */
export interface Interface {
  readonly view: View;
  readonly query: string;
  readonly filters: Filters;
  readonly selectedId: string | null;
  readonly selectedConnectionId: string | null;
  /** The subject selected among the active leases, by its key. */
  readonly selectedActive: string | null;
  /** Whether the inspector lies over the list; a wide window shows it always. */
  readonly inspectorOpen: boolean;
  readonly clientMenuOpen: boolean;
  readonly dialog: DialogName | null;
  /** The id of the connection whose gateway a dialog is about. */
  readonly gatewayAsked: string | null;
  /** Which client is to be set up for which connection, in its dialog. */
  readonly setUpAsked: SetUpAsked | null;
  /** The page of the settings that is shown. */
  readonly settingsPage: SettingsPage;
  /** What the dialog that copies in many forms is about. */
  readonly copyFormats: { readonly subject: Subject; readonly named: SubjectRef } | null;
  /** What the connection dialog holds. */
  readonly form: ConnectionForm | null;
  /** What the import dialog shows. */
  readonly importPreview: ImportPreview | null;
  /** What is typed for an endpoint and perhaps not yet remembered by main. */
  readonly drafts: Readonly<Record<string, { readonly dbUser: string; readonly database: string }>>;
  /** The endpoint whose action waits for a database user, and that action. */
  readonly needsUser: Waiting | null;
  readonly busy: Busy | null;
  /** Whether the first steps were put away. */
  readonly isWelcomed: boolean;
  readonly toasts: readonly Toast[];
  /** Key of a list row to scroll to; a new object each time it is asked for. */
  readonly reveal: { readonly key: string } | null;
}

/** All state of the window. */
export type State = Mirror & Interface;

/** The state before main has said anything. */
export function initialState(): State {
  const remembered = recall();
  return {
    phase: 'loading',
    loadError: null,
    host: 'electron',
    platform: 'linux',
    version: '',
    profiles: { profiles: [], files: [], skipped: [], error: null },
    scans: [],
    signIns: {},
    leases: [],
    connections: [],
    gateways: [],
    settings: defaultSettings,
    command: null,
    programs: { clients: [], terminals: [], own: [] },
    update: { status: 'unavailable' },
    notices: [],
    view: remembered.view,
    query: '',
    filters: noFilters,
    selectedId: remembered.selectedId,
    selectedConnectionId: remembered.selectedConnectionId,
    selectedActive: null,
    inspectorOpen: false,
    clientMenuOpen: false,
    dialog: null,
    gatewayAsked: null,
    setUpAsked: null,
    settingsPage: 'general',
    copyFormats: null,
    form: null,
    importPreview: null,
    drafts: {},
    needsUser: null,
    busy: null,
    isWelcomed: remembered.isWelcomed,
    toasts: [],
    reveal: null,
  };
}

/** Reads the window's state in a component. */
export const useStore = create<State>()(() => initialState());

/** The state now, outside a component. */
export const getState = useStore.getState;

/** Changes the state. */
export const setState = useStore.setState;

let nextToast = 1;

/** Shows a short message. The newest three stay. */
export function toast(message: Omit<Toast, 'id'>): void {
  const shown: Toast = { ...message, id: nextToast++ };
  setState(({ toasts }) => ({
    // one that can be taken back stays: another may have the same words
    toasts: [...toasts.filter((t) => t.message !== shown.message || t.undo !== undefined), shown].slice(-3),
  }));
}

/**
 * Shows a failure with its next step.
 *
 * @param profile whose command the failure is about, where it has one
 */
export function toastFailure(error: Failure, profile?: string): void {
  toast({
    tone: 'error',
    message: error.message,
    hint: error.hint,
    commandOf: error.command === undefined ? undefined : profile,
  });
}

/** Takes a message away. */
export function dismissToast(id: number): void {
  setState(({ toasts }) => ({ toasts: toasts.filter((t) => t.id !== id) }));
}
