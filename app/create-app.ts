import type { Answer } from './command/model.ts';
import { joined } from './common/contract.ts';
import { succeed, type Failure } from './common/result.ts';
import type { Channel, EventName, Input, Output, Payload, Reply, Snapshot } from './contract.ts';
import { createDispatch, timed, type Dispatch, type Handlers } from './dispatch.ts';
import { createEmit, emitAsFor, type Emit } from './emit.ts';
import { createModules, type ModulePorts, type Surroundings } from './modules.ts';

/** Everything that Latchkey needs from the machine that it runs on. */
export interface AppPorts extends ModulePorts, Pick<Surroundings, 'clock' | 'newId' | 'report'> {
  /** The only origin whose requests are answered. */
  readonly trustedOrigin: string;
  readonly emit: Emit;
}

/** Latchkey, without a window. */
export interface App {
  readonly dispatch: Dispatch;
  /** Makes a request for the host itself, such as its tray. The host is typed and trusted, so no guard is passed. */
  ask<C extends Channel>(channel: C, input: Input<C>): Promise<Reply<Output<C>>>;
  /**
   * Answers the command `latchkey`; what it prints may be a token, which is for the asking user's terminal alone.
   *
   * @param tell writes there what the answer waits for, if it waits for a person
   */
  command(words: readonly string[], tell?: (text: string) => void): Promise<Answer>;
  /** Does what a `latchkey:` link asks for, or tells the window why not; then it returns false. */
  openLink(link: string): Promise<boolean>;
  /** Tells the window of something that went wrong and that no request of its caused. */
  note(id: string, error: Failure | null): void;
  /** Begins to read profiles and to look for databases and programs; resolves when a snapshot is worth asking for. */
  start(): Promise<void>;
  /** Whether clients can connect through a gateway now. */
  isGatewayOn(): boolean;
  /** How many gateway sessions are known to be open, as of half a second ago: quitting closes them. */
  openSessions(): number;
  /** Clears what must not outlive the application. */
  stop(): Promise<void>;
  /** Sends an event of the host's own, such as a choice in its menu. */
  emit<E extends EventName>(name: E, payload: Payload<E>): void;
}

/** Puts Latchkey together: ports in, requests and events out. */
export function createApp(ports: AppPorts): App {
  const emit = createEmit(ports.emit, ports.report);
  const modules = createModules(ports, { ...ports, emitAs: emitAsFor(emit) });
  const { window, links, gateway, connect } = modules;
  let starting: Promise<void> | null = null;

  function snapshot(): Snapshot {
    return {
      ...window.snapshot(),
      ...modules.profiles.snapshot(),
      ...modules.mfa.snapshot(),
      ...modules.signIn.snapshot(),
      ...modules.endpoints.snapshot(),
      ...modules.connections.snapshot(),
      ...modules.tokens.snapshot(),
      ...modules.clients.snapshot(),
      ...modules.tunnels.snapshot(),
      ...gateway.snapshot(),
      ...modules.doctor.snapshot(),
      ...connect.snapshot(),
      ...modules.command.snapshot(),
      ...modules.settings.snapshot(),
      ...modules.proxies.snapshot(),
      ...modules.updates.snapshot(),
      ...modules.diagnostics.snapshot(),
    };
  }

  const handlers: Handlers = {
    'window:snapshot': async () => {
      // a window may be quicker than the files that its first picture needs
      await starting;
      return succeed(snapshot());
    },
    ...joined({
      window: window.handlers,
      profiles: modules.profiles.handlers,
      mfa: modules.mfa.handlers,
      signIn: modules.signIn.handlers,
      profileSetup: modules.profileSetup.handlers,
      endpoints: modules.endpoints.handlers,
      connections: modules.connections.handlers,
      tokens: modules.tokens.handlers,
      clients: modules.clients.handlers,
      tunnels: modules.tunnels.handlers,
      gateway: gateway.handlers,
      doctor: modules.doctor.handlers,
      connect: connect.handlers,
      command: modules.command.handlers,
      settings: modules.settings.handlers,
      proxies: modules.proxies.handlers,
      updates: modules.updates.handlers,
      diagnostics: modules.diagnostics.handlers,
    }),
  };

  return {
    dispatch: timed(
      createDispatch(ports.trustedOrigin, handlers, ports.report),
      ports.clock,
      modules.diagnostics.api.requestAnswered,
    ),
    ask: (channel, input) => handlers[channel](input),
    command: connect.api.answerCommand,
    openLink: links.api.open,
    note: window.api.note,
    start() {
      starting ??= modules.start();
      return starting;
    },
    isGatewayOn: () => gateway.api.isOn(),
    openSessions: () => gateway.api.sessionCount(),
    stop: modules.stop,
    emit,
  };
}
