import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildSsmAgent, startLabService, startSsmAgent } from '../lab/ssm-agent.ts';
import { memoryOf } from './process-tree.ts';
import { measure, middle, type Measured, type MeasuredPort } from './measure-port.ts';
import { table } from './report.ts';
import { compareSsh } from './ssh-ways.ts';

/**
 * The Session Manager channel against a client in Go on the agent's own mux library, interleaved in one run: through an
 * agent as it is, with 1 KiB a millisecond at most, and through one without that limit. And Latchkey's forwarding by ssh
 * against `ssh -L` by hand, to the same server in the same run.
 */
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const LIMITED_BYTES = 5_000_000;
const UNLIMITED_BYTES = 60_000_000;

interface Way extends MeasuredPort {
  readonly name: 'direct' | 'go' | 'latchkey';
}

buildSsmAgent();
const stops: (() => Promise<void> | void)[] = [];
const traffic = await startSsmAgent('traffic');
stops.push(traffic.stop);
const limited = await compare([], LIMITED_BYTES);
const unlimited = await compare(['-unthrottled'], UNLIMITED_BYTES);
const ssh = await compareSsh(traffic.port, { rounds: ROUNDS, bytes: UNLIMITED_BYTES });
for (const stop of stops) await stop();

const header = ['', 'MB/s', 'round trip', 'connect', 'CPU for 1 GB', 'memory'];
for (const [name, { rows }] of [
  ['an agent as it is', limited],
  ['an agent without its limit', unlimited],
  ['ssh', ssh],
] as const)
  console.log(`${table([[name, ...header.slice(1)], ...rows])}\n`);
console.log(
  JSON.stringify({
    ssmVsAgentLimit: round(limited.ratio),
    ssmUnthrottledMBs: round(unlimited.latchkey.megabytesPerSecond),
    ssmUnthrottledVsGo: round(unlimited.ratio),
    connectVsDirect: round(limited.latchkey.connectMs / limited.direct.connectMs),
    ssmRoundTripMs: round(unlimited.latchkey.roundTripMs),
    ssmSecondsPerGigabyte: round(unlimited.latchkey.secondsPerGigabyte),
    ssmMegabytes: round(unlimited.megabytes),
    sshVsPlain: round(ssh.ratio),
    sshOneProcessOnVsPlain: round(ssh.ratioOneProcessOn),
    sshMBs: round(ssh.megabytesPerSecond),
  }),
);
process.exit();

async function compare(args: readonly string[], bytes: number) {
  const service = await startLabService(args);
  const go = await startSsmAgent('client', ['-service', service.url, '-target', `127.0.0.1:${traffic.port}`]);
  const ours = await startCarrier(service.url);
  stops.push(go.stop, service.stop, ours.stop);
  const ways: readonly Way[] = [
    { name: 'direct', port: traffic.port, pid: null },
    { name: 'go', port: go.port, pid: go.pid },
    { name: 'latchkey', port: ours.port, pid: ours.pid },
  ];
  const measured = new Map<Way['name'], Measured[]>(ways.map(({ name }) => [name, []]));
  // the first ones warm up
  for (let count = 0; count <= ROUNDS; count += 1) {
    for (const way of ways) {
      const one = await measure(way, bytes);
      if (count > 0) measured.get(way.name)?.push(one);
    }
  }
  const [go1, latchkey] = [middle(measured.get('go')), middle(measured.get('latchkey'))];
  return {
    direct: middle(measured.get('direct')),
    latchkey,
    ratio: latchkey.megabytesPerSecond / go1.megabytesPerSecond,
    megabytes: memoryOf(ours.pid).pss,
    rows: ways.map(({ name, pid }) => {
      const { megabytesPerSecond, roundTripMs, connectMs, secondsPerGigabyte } = middle(measured.get(name));
      return [
        name,
        megabytesPerSecond.toFixed(2),
        `${roundTripMs.toFixed(2)} ms`,
        `${connectMs.toFixed(2)} ms`,
        pid === null ? '' : `${secondsPerGigabyte.toFixed(1)} s`,
        pid === null ? '' : `${memoryOf(pid).pss.toFixed(0)} MB`,
      ];
    }),
  };
}

async function startCarrier(service: string) {
  const child = fork(join(import.meta.dirname, 'session-carrier.ts'), [service, String(traffic.port)], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [port]: unknown[] = await once(child, 'message');
  return { port: Number(port), pid: child.pid ?? 0, stop: () => void child.kill() };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
