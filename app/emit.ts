import type { EmitOf } from './common/contract.ts';
import { events, type Contracts, type EventName, type Payload } from './contract.ts';

/** Sends an event to whoever listens. */
export type Emit = <E extends EventName>(name: E, payload: Payload<E>) => void;

/** Gives a module what sends its events, under its own names for them. */
export type EmitAs = <M extends keyof Contracts>(module: M) => EmitOf<Contracts[M]>;

/**
 * Makes what sends events: a payload that does not fit the contract is reported and not sent.
 *
 * @param send to the window
 * @param report where defects go
 */
export function createEmit(send: Emit, report: (where: string, cause: unknown) => void): Emit {
  return (name, payload) => {
    const checked = events[name].safeParse(payload);
    if (checked.success) send(name, payload);
    else report(`event ${name}`, checked.error);
  };
}

/** Gives each module its own part of `emit`. */
export function emitAsFor(emit: Emit): EmitAs {
  // the types of a module's event and its payload belong together, which cannot be said of a joined name
  return (module) => (event, payload) => void Reflect.apply(emit, undefined, [`${module}:${event}`, payload]);
}
