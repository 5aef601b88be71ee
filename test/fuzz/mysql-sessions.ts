import { CAPABILITY } from '../../main/gateway/mysql/capabilities.ts';
import { changeUserGuard } from '../../main/gateway/mysql/change-user-guard.ts';
import { changeUser } from '../../main/gateway/mysql/change-user.ts';
import { errorPacket } from '../../main/gateway/mysql/error-packet.ts';
import { packet } from '../../main/gateway/mysql/packets.ts';
import { scramble } from '../../main/gateway/mysql/scramble.ts';
import type { Inspected } from '../../main/gateway/session.ts';
import { OK, PASSWORD } from '../main/gateway/mysql/sign-in.ts';
import { eachInput, must, type Tally } from './each-input.ts';
import { mutate, type Dice } from './mutations.ts';

const nonce = Buffer.from('NONCE-OF-THE-SESSION');
const session = { dbUser: 'app', localPassword: PASSWORD, nonce, capabilities: CAPABILITY.pluginAuth };
const proof = scramble('mysql_native_password', PASSWORD, nonce);
const reset = packet(0, Buffer.from([0x1f]));
const change = (user: string, database: string): Buffer =>
  packet(
    0,
    Buffer.from(`\x11${user}\0\x14scramble-of-20-bytes${database}\0\xff\0mysql_native_password\0`, 'latin1'),
  );
const clientPackets = [
  packet(0, Buffer.from('\x03select 1')),
  packet(0, Buffer.from('\x0e')),
  packet(1, Buffer.from('\x11data of a file')),
  packet(255, Buffer.from('\x11data of a file')),
  change('app', 'shop'),
  packet(2, proof),
  packet(2, scramble('mysql_native_password', 'wrong', nonce)),
  change('admin', ''),
];
const serverPackets = [
  packet(1, OK),
  packet(1, OK),
  errorPacket(1, 1049, '42000', 'Unknown database'),
  Buffer.alloc(9),
];

/**
 * Changed packets of open MySQL sessions, from both sides: what passes is the same however they are cut, no
 * COM_CHANGE_USER reaches the server, and a session is reset for the local password only.
 */
export async function fuzzMysqlSessions(count: number, seed: number): Promise<Tally> {
  return eachInput(count, seed, (dice) => {
    const client = stream(clientPackets, dice);
    const server = stream(serverPackets, dice);
    const whole = run([client], [server]);
    const cut = run(cutUp(client, dice), [server]);
    must(whole.toServer.equals(cut.toServer) && whole.toClient.equals(cut.toClient), 'cuts change nothing');
    must(whole.ends === cut.ends, 'cuts end nothing');
    for (const { toServer } of [whole, run(cutUp(client, dice), cutUp(server, dice))]) {
      must(!commandsIn(toServer).includes(0x11), 'no COM_CHANGE_USER reaches the server');
      const isReset = toServer.includes(reset) && !client.includes(reset);
      must(!isReset || client.includes(proof), 'a session is reset for the local password only');
    }
    const isUntouched = !whole.ends && whole.toServer.equals(client);
    must(!isUntouched || whole.toClient.equals(server), 'what is no change of user passes both ways');
    return whole.ends
      ? 'ended'
      : isUntouched
        ? 'untouched'
        : whole.toServer.includes(reset)
          ? 'reset'
          : 'waits';
  });
}

function stream(packets: readonly Buffer[], dice: Dice): Buffer {
  const chosen = Array.from({ length: dice.roll(6) }, () => packets[dice.roll(packets.length)] ?? OK);
  const changed = chosen.map((one) => (dice.roll(4) === 0 ? mutate(one, dice) : one));
  // what a client that changes the user says in a row
  if (packets === clientPackets && dice.roll(3) === 0) changed.push(change('app', ''), packet(2, proof));
  return Buffer.concat(changed);
}

function run(client: readonly Buffer[], server: readonly Buffer[]) {
  const guard = changeUserGuard((payload) => changeUser(payload, session));
  const [toServer, toClient]: [Buffer[], Buffer[]] = [[], []];
  let ends = false;
  const take = (inspected: Inspected): void => {
    if (inspected.toServer !== null) toServer.push(inspected.toServer);
    if (inspected.toClient !== null) toClient.push(inspected.toClient);
    ({ ends } = inspected);
  };
  for (const chunk of client) if (!ends) take(guard.fromClient(chunk));
  for (const chunk of server) if (!ends) take(guard.fromServer(chunk));
  return { toServer: Buffer.concat(toServer), toClient: Buffer.concat(toClient), ends };
}

/** The first byte of each packet that begins a command, found in another way than the gateway's. */
function commandsIn(bytes: Buffer): number[] {
  const commands: number[] = [];
  let before = { length: 0, sequence: 0 };
  for (let at = 0; at + 4 < bytes.length; at += 4 + before.length) {
    const length = bytes.readUIntLE(at, 3);
    const sequence = bytes.readUInt8(at + 3);
    const begins = sequence === 0 && before.sequence !== 255 && before.length !== 0xff_ffff && length > 0;
    if (begins) commands.push(bytes.readUInt8(at + 4));
    before = { length, sequence };
  }
  return commands;
}

function cutUp(bytes: Buffer, dice: Dice): Buffer[] {
  const places = Array.from({ length: 1 + dice.roll(8) }, () => dice.roll(bytes.length + 1)).toSorted(
    (a, b) => a - b,
  );
  return [0, ...places].map((from, at) => bytes.subarray(from, places[at] ?? bytes.length));
}
