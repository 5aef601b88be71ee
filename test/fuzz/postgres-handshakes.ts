import { postgresGateway } from '../../main/gateway/postgres/gateway.ts';
import { readMessage } from '../../main/gateway/postgres/messages.ts';
import { readBytes } from '../../main/gateway/read-bytes.ts';
import type { Served } from '../../main/gateway/session.ts';
import { memoryPair, type MemorySocket } from '../main/gateway/postgres/memory-socket.ts';
import type { Tally } from './each-input.ts';
import { makeDice, mutate, type Dice } from './mutations.ts';
import { packet, scramFinal, serverMessage } from '../main/gateway/postgres/wire.ts';

const PASSWORD = 'local-Password-0123456789';
const TOKEN = 'this-is-the-token-of-the-database';
const KEY = Buffer.from('0000abcd0123456789abcdef', 'hex');
const TOGETHER = 100;
/** What an end may hold: a stream's high-water mark, once exceeded by a piece, or by the longest message. */
const MAX_UNREAD = 100_000;
const MAX_UNTAKEN = 1_200_000;

/**
 * Sends valid handshakes with random changes, from both sides, through the gateway in memory, and throws at the
 * first that breaks a promise: a rejection, a hang, too much held, a token without the password or without TLS. Those
 * that nothing was changed of are counted as `untouched` too, and are all signed in.
 *
 * @param seed gives the same changes each time
 */
export async function fuzzPostgresHandshakes(count: number, seed: number): Promise<Tally> {
  const tally = { relay: 0, refused: 0, done: 0, untouched: 0, cancelled: 0 };
  const localEndpoint = { dbUser: 'dev_user', database: 'app', localPassword: PASSWORD, localTls: null };
  const gateways = [
    postgresGateway(localEndpoint, { localSignIn: 'cleartext' }),
    postgresGateway(localEndpoint, { localSignIn: 'scram' }),
  ] as const;
  // two sessions stay, so that there is something to cancel
  for (const isScram of [false, true]) {
    const { promise } = handshake(gateways[isScram ? 1 : 0], { ...PLAIN, isScram, stays: true }, makeDice(0));
    if ((await promise).kind !== 'relay') throw new Error('the plain handshake does not sign in');
  }
  // the last ones' sessions may close only now
  let saidBefore = Buffer.alloc(0);
  for (let from = 0; from < count; from += TOGETHER) {
    const running = Array.from({ length: Math.min(TOGETHER, count - from) }, (_, at) => {
      const dice = makeDice(seed * 1_000_003 + from + at);
      const plan = planOf(dice);
      return {
        plan,
        name: `seed ${seed}, handshake ${from + at}`,
        ...handshake(gateways[plan.isScram ? 1 : 0], plan, dice),
      };
    });
    for (let turn = 0; turn < 120 && running.some(({ state }) => state.served === null); turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      if (turn === 40) for (const { leave } of running) leave('end');
      if (turn === 70) for (const { leave } of running) leave('destroy');
    }
    const saidNow = Buffer.concat(running.flatMap(({ state }) => state.said));
    const keys = Buffer.concat([KEY, saidBefore, saidNow]);
    saidBefore = saidNow;
    for (const { name, plan, state, leave } of running) {
      leave('destroy');
      const { served } = state;
      const problem = served === null ? 'hangs' : (state.problem ?? check(plan, state, { served, keys }));
      if (served === null || problem !== null) throw new Error(`${name} ${problem}: ${JSON.stringify(plan)}`);
      tally[served.kind] += 1;
      if (!plan.isClientChanged && !plan.isServerChanged) tally.untouched += 1;
      if (plan.isCancel && state.dialled > 0) tally.cancelled += 1;
    }
  }
  return tally;
}

interface Plan {
  readonly isScram: boolean;
  readonly isCancel: boolean;
  readonly knowsPassword: boolean;
  readonly isClientChanged: boolean;
  readonly isServerChanged: boolean;
  readonly stays: boolean;
}

const PLAIN: Plan = {
  isScram: false,
  isCancel: false,
  knowsPassword: true,
  isClientChanged: false,
  isServerChanged: false,
  stays: false,
};

function planOf({ roll }: Dice): Plan {
  return {
    isScram: roll(2) === 0,
    isCancel: roll(10) === 0,
    knowsPassword: roll(4) > 0,
    stays: false,
    isClientChanged: roll(10) > 2,
    isServerChanged: roll(3) === 0,
  };
}

/** What one handshake was seen to do. */
interface State {
  served: Served | null;
  problem: string | null;
  tokens: number;
  dialled: number;
  readonly sent: Buffer[];
  /** What the server said in this session: a key that was changed on its way to the client is one as well. */
  readonly said: Buffer[];
  readonly ends: MemorySocket[];
}

function handshake(serve: ReturnType<typeof postgresGateway>, plan: Plan, dice: Dice) {
  const [client, inner] = memoryPair();
  const state: State = {
    served: null,
    problem: null,
    tokens: 0,
    dialled: 0,
    sent: [],
    said: [],
    ends: [inner],
  };
  const far = [client];
  const promise = serve(inner, {
    refusal: null,
    dial: () => {
      state.dialled += 1;
      const [upstream, server] = memoryPair();
      state.ends.push(upstream);
      far.push(server);
      inner.once('close', () => plan.stays || upstream.destroy());
      void playServer(server, plan, { dice, said: state.said });
      return Promise.resolve({ ok: true, value: upstream });
    },
    secure: (upstream) => {
      const [plain, server] = [state.ends.at(-1), far.at(-1)];
      if (plain !== upstream || server?.bytesTold !== 8) state.problem = 'said something before TLS';
      return Promise.resolve({ ok: true, value: upstream });
    },
    token: () => {
      state.tokens += 1;
      return Promise.resolve({ ok: true, value: TOKEN });
    },
    identified: () => undefined,
    wrongPassword: () => Promise.resolve(),
  });
  promise.then(
    (served) => (state.served = served),
    () => (state.problem = 'rejects'),
  );
  void playClient(client, plan, { dice, sent: state.sent });
  const leave = (how: 'end' | 'destroy'): void => far.forEach((socket) => socket[how]());
  return { promise, state, leave };
}

/** Plays the client's part, as far as the answers allow; then reads on. */
async function playClient(
  client: MemorySocket,
  plan: Plan,
  { dice, sent }: { readonly dice: Dice; readonly sent: Buffer[] },
): Promise<void> {
  const password = plan.knowsPassword ? PASSWORD : 'wrong';
  const write = (bytes: Buffer): void => {
    const changed = plan.isClientChanged && dice.roll(2) === 0 ? mutate(bytes, dice) : bytes;
    sent.push(changed);
    const split = dice.roll(changed.length + 1);
    for (const part of [changed.subarray(0, split), changed.subarray(split)]) client.write(part);
  };
  const requests = [packet.ssl, packet.gss].slice(dice.roll(3));
  for (const request of requests) write(request);
  if (plan.isCancel) write(packet.cancel(dice.roll(2) === 0 ? KEY : dice.bytes(8)));
  else
    write(
      packet.startup(
        [
          ['user', 'dev_user'],
          ['application_name', 'fuzz'],
        ],
        0x30000 + dice.roll(3),
      ),
    );
  await readBytes(client, requests.length);
  let asked = await readMessage(client, 10_000);
  if (typeof asked !== 'string' && asked.type === 'v') asked = await readMessage(client, 10_000);
  if (typeof asked !== 'string' && asked.type === 'R') {
    if (plan.isScram) {
      const bare = 'n=,r=0123456789';
      write(packet.saslInitial(`n,,${bare}`));
      const answer = await readMessage(client, 10_000);
      if (typeof answer !== 'string') {
        write(
          packet.saslFinal(scramFinal(password, { bare, serverFirst: answer.body.toString('latin1', 4) })),
        );
      }
    } else {
      write(packet.password(password));
    }
  }
  client.resume();
}

async function playServer(
  server: MemorySocket,
  plan: Plan,
  { dice, said }: { readonly dice: Dice; readonly said: Buffer[] },
): Promise<void> {
  const write = (bytes: Buffer): void => {
    const changed = plan.isServerChanged && dice.roll(3) === 0 ? mutate(bytes, dice) : bytes;
    said.push(changed);
    server.write(changed);
  };
  await readBytes(server, 8);
  write(Buffer.from('S'));
  if (plan.isCancel) return void server.resume();
  const head = await readBytes(server, 4);
  if (head === null || (await readBytes(server, head.readInt32BE(0) - 4)) === null) return;
  write(serverMessage.askCleartext);
  await readMessage(server, 10_000);
  const { ok, status, notice, key, ready } = serverMessage;
  write(Buffer.concat([ok, status('server_version', '17.2'), notice, key(KEY), ready]));
  server.resume();
}

/** What was promised and not kept; null where all is well. */
function check(
  plan: Plan,
  { sent, tokens, dialled, ends }: State,
  { served, keys }: { readonly served: Served; readonly keys: Buffer },
): string | null {
  const bytes = Buffer.concat(sent);
  if (tokens > 0 && !plan.knowsPassword) return 'asked for a token without the password';
  if (tokens > 0 && !plan.isScram && !bytes.includes(`${PASSWORD}\0`))
    return 'asked for a token for another password';
  if (dialled > tokens && !keys.includes(cancelKeyOf(bytes))) return 'dialled without the password or a key';
  if (ends.some(({ held }) => held.unread > MAX_UNREAD || held.untaken > MAX_UNTAKEN)) return 'held too much';
  const isPlain = !plan.isClientChanged && !plan.isServerChanged;
  if (isPlain && !plan.isCancel && (served.kind === 'relay') !== plan.knowsPassword)
    return `ended as ${served.kind}`;
  return null;
}

/** The key of the first CancelRequest among the bytes; where there is none, what no server says. */
function cancelKeyOf(bytes: Buffer): Buffer | string {
  const code = bytes.indexOf(packet.cancel(Buffer.alloc(0)).subarray(4));
  const length = code < 4 ? 0 : bytes.readInt32BE(code - 4);
  return length < 16 ? 'no key' : bytes.subarray(code + 4, code - 4 + length);
}
