import { execFile } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { refusalMessage } from '../../main/gateway/messages.ts';
import { errorBeforeTls, mysqlRefusal } from '../../main/gateway/mysql/error-packet.ts';
import { encodeGreeting } from '../../main/gateway/mysql/greeting.ts';
import { MAX_FROM_CLIENT, packet, readPacket } from '../../main/gateway/mysql/packets.ts';
import { MARIADB } from '../main/gateway/mysql/sign-in.ts';
import { freePorts } from './server-process.ts';

/** Connects so many times with libmariadb, through Python's MySQLdb, and prints the errors. */
const PROGRAM = `
import json, sys, MySQLdb
port, times = int(sys.argv[1]), int(sys.argv[2])
errors = []
for _ in range(times):
    try:
        MySQLdb.connect(host='127.0.0.1', port=port, user='u', passwd='p', connect_timeout=10)
        errors.append([0, 'signed in'])
    except MySQLdb.Error as error:
        errors.append(list(error.args))
print(json.dumps(errors))
`;

/** What libmariadb reads where a server answers its connections in these ways, one after the other. */
async function readBack(answers: readonly ((client: Socket) => Promise<unknown>)[]): Promise<unknown> {
  const [port = 0] = await freePorts(1);
  const left = [...answers];
  const server = createServer((client) => {
    client.on('error', () => undefined);
    void left.shift()?.(client);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const args = ['-c', PROGRAM, String(port), String(answers.length)];
  const { stdout } = await promisify(execFile)('/usr/bin/python3', args, { timeout: 50_000 });
  return JSON.parse(stdout);
}

const refusals = refusalMessage.shape.code.options.map((code) => ({
  code,
  message: `Why it is ${code}.`,
  hint: 'What to do.',
}));
const words = ({ message, hint }: { message: string; hint: string }) => [
  expect.any(Number),
  expect.stringContaining(`${message} ${hint}`),
];

it('libmariadb shows why, for every refusal, before the greeting and after it', async () => {
  const before = refusals.map((refusal) => async (client: Socket) => client.end(mysqlRefusal(refusal, 0)));
  const after = refusals.map((refusal) => async (client: Socket) => {
    client.write(packet(0, encodeGreeting(MARIADB)));
    await readPacket(client, 1, MAX_FROM_CLIENT);
    client.end(mysqlRefusal(refusal, 2));
  });
  const expected = refusals.map(words);
  expect(await readBack([...before, ...after])).toEqual([...expected, ...expected]);
});

it('libmariadb shows the gateway’s own words for what a server says before TLS, whatever its number', async () => {
  const numbers = [0, 1040, 1129, 1130, 1999, 2000, 2003, 2026, 2999, 3000, 3159, 4151, 5999, 9001, 0xffff];
  const errors = numbers.map(errorBeforeTls);
  const answers = errors.map(
    ({ refusal, number }) =>
      async (client: Socket) =>
        client.end(mysqlRefusal(refusal, 0, false, number)),
  );
  expect(await readBack(answers)).toEqual(
    errors.map(({ refusal, number }) => [number, expect.stringContaining(refusal.message)]),
  );
});
