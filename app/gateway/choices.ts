import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { Connection } from '../connections/model.ts';
import { choosePort } from './choose-port.ts';
import type { GatewayChange, GatewayChoice } from './model.ts';
import { portInUse } from './port-in-use.ts';
import type { PortHolder, PortIsFree } from './ports.ts';

/** What the choices of gateways need from outside. */
export interface GatewayChoicesPorts {
  readonly file: StateFile<GatewayChoice[]>;
  readonly portIsFree: PortIsFree;
  readonly portHolder: PortHolder;
  readonly connection: (id: string) => Result<Connection>;
  readonly onChanged: () => void;
}

/** Keeps what the user has chosen for each gateway. A choice holds once it is written. */
export function createGatewayChoices({
  file,
  portIsFree,
  portHolder,
  connection,
  onChanged,
}: GatewayChoicesPorts) {
  let choices: ReadonlyMap<string, GatewayChoice> = new Map();

  async function hold(next: ReadonlyMap<string, GatewayChoice>): Promise<Result<null>> {
    const saved = await file.save([...next.values()]);
    if (!saved.ok) return saved;
    choices = next;
    onChanged();
    return succeed(null);
  }

  async function write(choice: GatewayChoice): Promise<Result<GatewayChoice>> {
    const held = await hold(new Map(choices).set(choice.connectionId, choice));
    return held.ok ? succeed(choice) : held;
  }

  /** Chooses anew: a port that no other gateway has, and the defaults. */
  async function choose({ id, family }: Connection): Promise<Result<GatewayChoice>> {
    const taken = new Set([...choices.values()].map(({ port }) => port));
    const port = await choosePort(family, taken, portIsFree);
    if (!port.ok) return port;
    return write({
      connectionId: id,
      port: port.value,
      start: 'on-open',
      idleMinutes: null,
      localSignIn: 'scram',
      localTls: false,
      allowsOthers: false,
      keepsPort: false,
      addsDatabase: false,
    });
  }

  /** Whether a gateway can have a port: `port-in-use` where another gateway or program has it. */
  async function portFor(id: string, port: number, isListening: boolean): Promise<Result<null>> {
    const other = [...choices.values()].find((one) => one.port === port && one.connectionId !== id);
    if (other !== undefined) {
      const holder = connection(other.connectionId);
      const name = holder.ok ? `the connection ${holder.value.name}` : 'another connection';
      return fail('port-in-use', `Port ${port} is the port of ${name}.`, { hint: 'Choose another port.' });
    }
    if (isListening && choices.get(id)?.port !== port && !(await portIsFree(port))) {
      return portInUse(port, await portHolder(port));
    }
    return succeed(null);
  }

  return {
    get: (id: string): GatewayChoice | undefined => choices.get(id),
    all: (): readonly GatewayChoice[] => [...choices.values()],
    choose,
    /** The choice for a connection, made where there is none yet; the port is kept from then on. */
    async of(one: Connection): Promise<Result<GatewayChoice>> {
      const known = choices.get(one.id);
      return known === undefined ? choose(one) : succeed(known);
    },
    /** Changes what is named. `isListening`: a new port then has to be free now. */
    async change(
      one: Connection,
      change: GatewayChange,
      isListening: boolean,
    ): Promise<Result<GatewayChoice>> {
      const known = choices.get(one.id);
      const choice = known === undefined ? await choose(one) : succeed(known);
      if (!choice.ok) return choice;
      const port = await portFor(one.id, change.port ?? choice.value.port, isListening);
      return port.ok ? write({ ...choice.value, ...given(change) }) : port;
    },
    /** Forgets the gateways of connections that are gone for good; what cannot be written is forgotten at the next start. */
    async forget(ids: readonly string[]): Promise<void> {
      if (ids.length > 0) await hold(new Map([...choices].filter(([id]) => !ids.includes(id))));
    },
    /** Reads the file; returns what was wrong with it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await file.load();
      choices = new Map(value.map((choice) => [choice.connectionId, choice]));
      return problem;
    },
  };
}

/** What a change names; a key that is there without a value is none. */
function given(change: GatewayChange): Partial<GatewayChoice> {
  const { port, start, idleMinutes, localSignIn, localTls, allowsOthers, keepsPort, addsDatabase } = change;
  return {
    ...(port !== undefined && { port }),
    ...(start !== undefined && { start }),
    ...(idleMinutes !== undefined && { idleMinutes }),
    ...(localSignIn !== undefined && { localSignIn }),
    ...(localTls !== undefined && { localTls }),
    ...(allowsOthers !== undefined && { allowsOthers }),
    ...(keepsPort !== undefined && { keepsPort }),
    ...(addsDatabase !== undefined && { addsDatabase }),
  };
}
