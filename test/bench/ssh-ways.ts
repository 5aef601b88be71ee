import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sshArguments } from '../../main/tunnels/ssh/arguments.ts';
import { openForwarding } from '../../main/tunnels/ssh/forwarding.ts';
import { makeBastion } from '../lab/bastion.ts';
import { freePorts } from '../lab/server-process.ts';
import { measure, middle, type Measured, type MeasuredPort } from './measure-port.ts';

type Way = 'ssh -L' | 'latchkey' | 'latchkey, one process on';

/**
 * Latchkey's forwarding against `ssh -L` by hand, through the same `sshd` in turns, to where the connection is used: for
 * Latchkey that is the relay. What goes on from there, through one more process, is measured beside it.
 *
 * @param target the port of the lab's traffic
 */
export async function compareSsh(target: number, { rounds, bytes }: { rounds: number; bytes: number }) {
  const bastion = makeBastion({ isApart: false });
  const sshd = await bastion.start();
  const [plainPort = 0] = await freePorts(1);
  const ssh = join(bastion.programs, 'ssh');
  const env = { PATH: process.env['PATH'] };
  const path = join(bastion.folder, 's');
  const to = { destination: 'bastion', host: '127.0.0.1', port: target, mayAsk: false };
  const forwarded = `127.0.0.1:${plainPort}:127.0.0.1:${target}`;
  const plain = spawn(ssh, ['-N', '-o', 'ControlPath=none', '-L', forwarded, 'bastion'], {
    env,
    stdio: 'ignore',
  });
  const ours = spawn(ssh, sshArguments(to, { path }), { env, stdio: 'ignore' });
  for (let tries = 0; !(existsSync(path) && (await answers(plainPort))); tries += 1) {
    if (tries > 200) throw new Error('ssh did not log in.');
    await pause(50);
  }
  const child = fork(join(import.meta.dirname, 'ssh-carrier.ts'), [path], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port]: unknown[] = await once(child, 'message');
  const forwarding = openForwarding(
    { path },
    { clock: { now: Date.now }, onChange: () => undefined, listen: () => undefined },
  );
  const ways: readonly (MeasuredPort & { readonly name: Way })[] = [
    { name: 'ssh -L', port: plainPort, pid: plain.pid ?? null },
    { name: 'latchkey', port: 0, open: forwarding.connect, pid: ours.pid ?? null },
    { name: 'latchkey, one process on', port: Number(port), pid: child.pid ?? null },
  ];
  const measured = new Map<string, Measured[]>(ways.map(({ name }) => [name, []]));
  // the first ones warm up
  for (let count = 0; count <= rounds; count += 1) {
    for (const way of ways) {
      const one = await measure(way, bytes);
      if (count > 0) measured.get(way.name)?.push(one);
    }
  }
  child.kill();
  ours.kill();
  plain.kill();
  await sshd.stop('SIGTERM');
  bastion.stop();
  const speed = (way: Way): number => middle(measured.get(way)).megabytesPerSecond;
  const latchkey = middle(measured.get('latchkey'));
  return {
    ratio: speed('latchkey') / speed('ssh -L'),
    ratioOneProcessOn: speed('latchkey, one process on') / speed('ssh -L'),
    megabytesPerSecond: latchkey.megabytesPerSecond,
    rows: ways.map(({ name }) => {
      const { megabytesPerSecond, roundTripMs, connectMs, secondsPerGigabyte } = middle(measured.get(name));
      return [
        name,
        megabytesPerSecond.toFixed(2),
        `${roundTripMs.toFixed(2)} ms`,
        `${connectMs.toFixed(2)} ms`,
        `${secondsPerGigabyte.toFixed(1)} s`,
        '',
      ];
    }),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
