import { z } from 'zod';
import type { channels } from './channels.ts';
import { windowContract } from './window/contract.ts';
import { profilesContract } from './profiles/contract.ts';
import { mfaContract } from './mfa/contract.ts';
import { signInContract } from './sign-in/contract.ts';
import { profileSetupContract } from './profile-setup/contract.ts';
import { endpointsContract } from './endpoints/contract.ts';
import { connectionsContract } from './connections/contract.ts';
import { tokensContract } from './tokens/contract.ts';
import { clientsContract } from './clients/contract.ts';
import { gatewayContract } from './gateway/contract.ts';
import { tunnelsContract } from './tunnels/contract.ts';
import { doctorContract } from './doctor/contract.ts';
import { connectContract } from './connect/contract.ts';
import { commandContract } from './command/contract.ts';
import { settingsContract } from './settings/contract.ts';
import { proxiesContract } from './proxies/contract.ts';
import { updatesContract } from './updates/contract.ts';
import { diagnosticsContract } from './diagnostics/contract.ts';
import { joined, merged, partsOf } from './common/contract.ts';
import type { failure } from './common/result.ts';

/** What each module says to the window. A new module adds its line. */
const contracts = {
  window: windowContract,
  profiles: profilesContract,
  mfa: mfaContract,
  signIn: signInContract,
  profileSetup: profileSetupContract,
  endpoints: endpointsContract,
  connections: connectionsContract,
  tokens: tokensContract,
  clients: clientsContract,
  gateway: gatewayContract,
  tunnels: tunnelsContract,
  doctor: doctorContract,
  connect: connectContract,
  command: commandContract,
  settings: settingsContract,
  proxies: proxiesContract,
  updates: updatesContract,
  diagnostics: diagnosticsContract,
} as const;

/** What each module says to the window, by module. */
export type Contracts = typeof contracts;

/** Everything that the window shows: it asks once and then follows events. */
export const snapshot = z.strictObject(merged(partsOf(contracts, 'snapshot')));

/** Everything that the window shows. */
export type Snapshot = z.infer<typeof snapshot>;

/**
 * Every request that the window can make: its input and the value of its reply. Unknown keys are refused in both
 * directions. Both sides' typed wrappers derive from this map.
 */
export const requests = {
  'window:snapshot': { input: z.strictObject({}), output: snapshot },
  ...joined(partsOf(contracts, 'requests')),
};

/** Everything that main says unasked. A payload replaces what the window knew of its subject. */
export const events = joined(partsOf(contracts, 'events'));

export type { ProxiesNow } from './proxies/contract.ts';

/** The name of a request. */
export type Channel = keyof typeof requests;
/** What a request takes. */
export type Input<C extends Channel> = z.infer<(typeof requests)[C]['input']>;
/** What a request gives when it succeeds. */
export type Output<C extends Channel> = z.infer<(typeof requests)[C]['output']>;
/** The name of an event. */
export type EventName = keyof typeof events;
/** What an event carries. */
export type Payload<E extends EventName> = z.infer<(typeof events)[E]>;

/** What crosses the boundary in answer to a request; no stack, no token. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: z.infer<typeof failure> };

type Ask<C extends Channel> = (input: Input<C>) => Promise<Reply<Output<C>>>;
type Listen<E extends EventName> = (listener: (payload: Payload<E>) => void) => () => void;

/** The bridge that the preload script puts on `window.latchkey`: named methods only, built from the channels. */
export type Bridge = {
  readonly [M in keyof typeof channels]: {
    readonly [C in Channel as C extends `${M}:${infer R}` ? R : never]: Ask<C>;
  } & {
    readonly [E in EventName as E extends `${M}:${infer N}` ? `on${Capitalize<N>}` : never]: Listen<E>;
  };
};
