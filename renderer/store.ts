import { create } from 'zustand';
import { clientsState, type ClientsDialogs, type ClientsState } from './clients/state.ts';
import { commandState, type CommandState } from './command/state.ts';
import { connectionsState, type ConnectionsDialogs, type ConnectionsState } from './connections/state.ts';
import type { CopyFormatsDialogs } from './copy-formats/state.ts';
import { diagnosticsState, type DiagnosticsState } from './diagnostics/state.ts';
import { doctorState, type DoctorDialogs, type DoctorState } from './doctor/state.ts';
import { endpointsState, type EndpointsState } from './endpoints/state.ts';
import { windowState, type WindowDialogs, type WindowState } from './window/state.ts';
import { gatewayState, type GatewayDialogs, type GatewayState } from './gateway/state.ts';
import type { ProfileSetupDialogs } from './profile-setup/state.ts';
import { mfaState, type MfaState } from './mfa/state.ts';
import { profilesState, type ProfilesState } from './profiles/state.ts';
import { proxiesState, type ProxiesState } from './proxies/state.ts';
import { recall } from './remembered.ts';
import { settingsState, type SettingsDialogs, type SettingsState } from './settings/state.ts';
import { signInState, type SignInDialogs, type SignInState } from './sign-in/state.ts';
import { tokensState, type TokensState } from './tokens/state.ts';
import { tunnelsState, type TunnelsDialogs, type TunnelsState } from './tunnels/state.ts';
import { updatesState, type UpdatesState } from './updates/state.ts';

/** Every dialog by its kind, with what it is about. */
export interface DialogData
  extends
    WindowDialogs,
    ConnectionsDialogs,
    CopyFormatsDialogs,
    ClientsDialogs,
    DoctorDialogs,
    GatewayDialogs,
    ProfileSetupDialogs,
    SettingsDialogs,
    SignInDialogs,
    TunnelsDialogs {}

/** A dialog that is open, with what it is about. */
export type Dialog = {
  readonly [K in keyof DialogData]: { readonly kind: K } & DialogData[K];
}[keyof DialogData];

/** All state of the window: each module's slice, and the one dialog that can be open. */
export interface State
  extends
    WindowState,
    ProfilesState,
    MfaState,
    SignInState,
    EndpointsState,
    ConnectionsState,
    TokensState,
    TunnelsState,
    DoctorState,
    GatewayState,
    ClientsState,
    CommandState,
    SettingsState,
    ProxiesState,
    UpdatesState,
    DiagnosticsState {
  readonly dialog: Dialog | null;
}

/** The state before main has answered. */
export function initialState(): State {
  const remembered = recall();
  return {
    ...windowState(remembered),
    ...profilesState,
    ...mfaState,
    ...signInState,
    ...endpointsState(remembered),
    ...connectionsState(remembered),
    ...tokensState,
    ...tunnelsState,
    ...doctorState,
    ...gatewayState,
    ...clientsState,
    ...commandState,
    ...settingsState,
    ...proxiesState,
    ...updatesState,
    ...diagnosticsState,
    dialog: null,
  };
}

/** Reads the window's state in a component. */
export const useStore = create<State>()(() => initialState());

/** The state now, outside a component. */
export const getState = useStore.getState;

/** Changes the state. */
export const setState = useStore.setState;

/** Opens a dialog in place of any other. */
export function openDialog(dialog: Dialog): void {
  setState({ dialog });
}

/** Closes the dialog that is open. */
export function closeDialog(): void {
  setState({ dialog: null });
}
