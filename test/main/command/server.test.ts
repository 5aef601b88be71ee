import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Answer } from '../../../app/command/model.ts';
import { openCommand } from '../../../main/command/open-command.ts';
import { commandFile } from '../../../main/command/write-client.ts';
import { privateFolder } from '../../../main/command/private-folder.ts';
import { socketLocation } from '../../../main/command/socket-path.ts';
import { deferred } from '../../app/deferred.ts';
import { temporaryFolder } from '../clients/surroundings.ts';
import { realCommand, runAs } from './real-command.ts';

const print = (text: string): Answer => ({ do: 'print', text });
const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

interface Post {
  readonly socket: string;
  readonly secret?: string;
  readonly body?: Buffer | string;
  readonly method?: string;
  readonly path?: string;
  readonly agent?: Agent;
}

/** Asks over HTTP, as anybody who can reach the socket could; a refused or cut connection is told by its code. */
function post({ socket, secret, body = 'ls\0', method = 'POST', path = '/', agent }: Post): Promise<string> {
  return new Promise((resolve) => {
    const headers = secret === undefined ? {} : { authorization: `Bearer ${secret}` };
    const asked = request(
      { socketPath: socket, method, path, headers, ...(agent && { agent }) },
      (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
        response.on('error', () => resolve(text));
      },
    );
    asked.on('error', (cause) => resolve(`cut: ${'code' in cause ? String(cause.code) : ''}`));
    asked.end(body);
  });
}

/** Sends bytes and gives all that comes back until the other side closes. */
function raw(socket: string, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const open = connect(socket, () => open.write(bytes));
    open.on('data', (chunk) => (text += chunk.toString()));
    open.on('error', () => undefined);
    open.once('close', () => resolve(text));
  });
}

describe('the command’s socket', () => {
  it('answers whoever has the secret, and nobody else', async () => {
    const answer = vi.fn(async () => print('secret things'));
    const { socket, secret } = await realCommand(answer);
    expect(await post({ socket, secret })).toBe('200secret things.');
    const others = [
      undefined,
      '',
      'x',
      secret.slice(0, -1),
      `${secret}x`,
      secret.toUpperCase(),
      secret.repeat(50),
    ];
    for (const other of others) {
      const said = await post({ socket, ...(other !== undefined && { secret: other }) });
      expect(said).toMatch(/^477latchkey: The secret/);
    }
    expect(answer).toHaveBeenCalledOnce();
  });

  it('gives what waits for a person once, to whoever has the ticket and the secret', async () => {
    const gate = deferred<Answer>();
    const { socket, secret } = await realCommand(async (_words, tell) => {
      tell('Sign in.\n');
      return gate.promise;
    });
    const first = await post({ socket, secret });
    const [, ticket = ''] = /^298([0-9a-f]{32}) Sign in\.\n\.$/.exec(first) ?? [];
    expect(ticket).not.toBe('');
    expect(await post({ socket, secret, body: '--answer\0' })).toMatch(/^464/);
    expect(await post({ socket, secret, body: `--answer\0${'0'.repeat(32)}\0` })).toMatch(/^464/);
    expect(await post({ socket, secret: 'x', body: `--answer\0${ticket}\0` })).toMatch(/^477/);
    const answer = post({ socket, secret, body: `--answer\0${ticket}\0` });
    gate.resolve(print('TOKEN'));
    expect(await answer).toBe('200TOKEN.');
    expect(await post({ socket, secret, body: `--answer\0${ticket}\0` })).toMatch(/^464/);
  });

  it('refuses what is no question', async () => {
    const answer = vi.fn(async () => print(''));
    const { socket, secret, reported } = await realCommand(answer);
    for (const body of ['', 'ls', 'ls\0x']) expect(await post({ socket, secret, body })).toMatch(/^464/);
    expect(await post({ socket, secret, method: 'GET', body: '' })).toMatch(/^464/);
    expect(await post({ socket, secret, path: '/../ls' })).toMatch(/^464/);
    expect(await post({ socket, secret, body: 'a\0'.repeat(10_001) })).toMatch(/^464/);
    const huge = await post({ socket, secret, body: Buffer.alloc(8_000_000, 'x') });
    // the refusal is sent at once, and the connection closed: who still writes may see that first
    expect(huge).toMatch(/^(464latchkey: The request is too long|cut)/);
    expect(answer).not.toHaveBeenCalled();
    expect(await post({ socket, secret })).toBe('200.');
    expect(reported).toEqual([]);
  });

  it('stays up whatever bytes come', async () => {
    const { socket, secret } = await realCommand(async () => print('up'));
    const head = `POST / HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}\r\n`;
    const noise = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7_919) % 256));
    for (const bytes of [
      noise,
      'GET\r\n\r\n',
      `${head}content-length: -1\r\n\r\n`,
      `${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\nxx`,
      `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      `${head}x: ${'y'.repeat(20_000)}\r\n\r\n`,
      `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    ]) {
      expect(await raw(socket, bytes)).not.toContain('200up.');
    }
    expect(await post({ socket, secret, body: Buffer.from([0xff, 0xfe, 0]) })).toBe('200up.');
    expect(await post({ socket, secret })).toBe('200up.');
  });

  it('does not wait for the slow for ever, and serves others meanwhile', async () => {
    const { socket, secret, reported } = await realCommand(async () => print('up'));
    const started = performance.now();
    const slow = raw(socket, 'POST / HTTP/1.1\r\nhost: x\r\n');
    const slowBody = raw(
      socket,
      `POST / HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${secret}\r\ncontent-length: 9\r\n\r\nls`,
    );
    expect(await post({ socket, secret })).toBe('200up.');
    expect(await slow).toMatch(/^HTTP\/1\.1 408/);
    expect(await slowBody).toMatch(/^(HTTP\/1\.1 408|$)/);
    expect(performance.now() - started).toBeLessThan(25_000);
    expect(reported).toEqual([]);
  });

  it('serves or refuses ten thousand questions, and keeps nothing of them', async () => {
    const words = vi.fn();
    const { socket, secret, reported } = await realCommand(async (asked) => {
      words(asked[0]);
      return print('t'.repeat(1_340));
    });
    const agent = new Agent({ maxSockets: 100 });
    onTestFinished(() => agent.destroy());
    const count = { served: 0, refused: 0, other: 0 };
    const ask = async (index: number): Promise<void> => {
      const said = await post({ socket, secret: index % 10 === 9 ? 'wrong' : secret, agent });
      if (said === `200${'t'.repeat(1_340)}.`) count.served += 1;
      else if (/^(477|475|cut: ECONNRESET$)/.test(said)) count.refused += 1;
      else count.other += 1;
    };
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => ask(index)));
    const before = process.memoryUsage().heapUsed;
    const filesBefore = readdirSync('/proc/self/fd').length;
    for (let wave = 1; wave < 10; wave += 1) {
      await Promise.all(Array.from({ length: 1_000 }, (_, index) => ask(index)));
    }
    expect(count.served + count.refused).toBe(10_000);
    expect(count.served).toBeGreaterThan(5_000);
    expect(count.refused).toBeGreaterThanOrEqual(1_000);
    expect(words).toHaveBeenCalledTimes(count.served);
    words.mockClear();
    await vi.waitFor(() => expect(readdirSync('/proc/self/fd').length).toBeLessThan(filesBefore + 20));
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
    expect(reported).toEqual([]);
    expect(await post({ socket, secret })).toMatch(/^200/);
  }, 240_000);

  it('says that it is busy rather than answering without end', async () => {
    const gate = deferred<Answer>();
    const { socket, secret } = await realCommand(() => gate.promise);
    const said: string[] = [];
    const asked = Array.from({ length: 100 }, async () => {
      const one = await post({ socket, secret });
      said.push(one);
      return one;
    });
    await vi.waitFor(() => expect(said).toHaveLength(36), { timeout: 20_000 });
    for (const one of said) expect(one).toMatch(/^475latchkey: Latchkey has too many requests to answer/);
    gate.resolve(print('done'));
    const all = await Promise.all(asked);
    expect(all.filter((one) => one === '200done.')).toHaveLength(64);
  });

  it('tells of a defect without its words', async () => {
    const { socket, secret, reported } = await realCommand(async () => {
      throw new Error('a token maybe');
    });
    expect(await post({ socket, secret })).toBe(
      '470latchkey: Something went wrong inside Latchkey.\n  The log has the details.\n.',
    );
    expect(reported).toHaveLength(1);
  });
});

describe('who may come near', () => {
  it.runIf(isRoot)('another user cannot run the command, read the access or reach the socket', async () => {
    const { folder, socket } = await realCommand(async () => print('private'));
    // all above the command's own folder is open, as /home may be
    for (let path = dirname(folder); path !== '/' && path !== '/tmp'; path = dirname(path))
      chmodSync(path, 0o755);
    const tries: ReadonlyArray<readonly [string, readonly string[]]> = [
      ['sh', [commandFile(folder), 'ls']],
      ['cat', [join(folder, 'access')]],
      ['curl', ['-sS', '--unix-socket', socket, '-X', 'POST', 'http://latchkey/']],
    ];
    for (const [program, words] of tries) {
      const ended = await runAs(NOBODY, program, words);
      expect(ended.code).not.toBe(0);
      expect(ended.stdout).toBe('');
      expect(ended.stderr).toMatch(/permission denied|can.?t open|could ?n.?t connect|failed to connect/i);
    }
  });

  it.runIf(isRoot)('what another user has put there is not asked: its answer would be run', async () => {
    const { folder, run } = await realCommand(async () => print('theirs'));
    chownSync(join(folder, 'access'), NOBODY, NOBODY);
    expect(await run(['ls'])).toMatchObject({
      code: 77,
      stdout: '',
      stderr: expect.stringContaining('another user'),
    });
  });

  it.runIf(isRoot)('a folder of somebody else’s, or a link to one, is refused', async () => {
    const base = temporaryFolder();
    const [theirs, link] = [join(base, 'theirs'), join(base, 'link')];
    mkdirSync(theirs);
    chownSync(theirs, NOBODY, NOBODY);
    symlinkSync(theirs, link);
    for (const path of [theirs, link]) {
      expect(await privateFolder(path, 0)).toMatchObject({ ok: false, error: { code: 'command-failed' } });
    }
    const refused = await openCommand({
      folder: theirs,
      platform: 'linux',
      env: {},
      uid: 0,
      start: null,
      answer: async () => print(''),
      report: () => undefined,
    });
    expect(refused.ok).toBe(false);
  });

  it('an open folder is closed', async () => {
    const folder = join(temporaryFolder(), 'command');
    mkdirSync(folder, { mode: 0o777 });
    await realCommand(async () => print(''), { folder });
    expect((await privateFolder(folder, process.getuid?.() ?? null)).ok).toBe(true);
  });
});

describe('where the socket lies', () => {
  const longest = { linux: 107, darwin: 103 } as const;
  it.each(['linux', 'darwin'] as const)('is never longer than %s takes', (platform) => {
    for (let length = 1; length < 400; length += 1) {
      const { path } = socketLocation(`/${'x'.repeat(length)}`, platform, {
        XDG_RUNTIME_DIR: '/run/user/1000',
      });
      expect(Buffer.byteLength(path)).toBeLessThanOrEqual(longest[platform]);
    }
    expect(socketLocation('/home/me/.config/Latchkey/command', platform, {}).path).toBe(
      '/home/me/.config/Latchkey/command/socket',
    );
  });

  it('two long folders have two sockets, and the same folder the same one', () => {
    const at = (folder: string) =>
      socketLocation(folder.padEnd(200, 'x'), 'linux', { XDG_RUNTIME_DIR: '/run/me' }).path;
    expect(at('/one')).toMatch(/^\/run\/me\/latchkey-[0-9a-f]{16}\/socket$/);
    expect(at('/one')).toBe(at('/one'));
    expect(at('/one')).not.toBe(at('/two'));
  });

  it('works in a folder that is too deep, with quotes and spaces in its name', async () => {
    const base = temporaryFolder();
    const folder = join(base, 'a "deep" one', 'x'.repeat(120), 'command');
    const { run, socket, close } = await realCommand(async () => print('here'), {
      folder,
      env: { XDG_RUNTIME_DIR: base },
    });
    expect(socket.startsWith(folder)).toBe(false);
    expect(readFileSync(join(folder, 'access'), 'utf8')).toContain(socket.replace(/["\\]/g, '\\$&'));
    expect((await run(['ls'])).stdout).toBe('here');
    await close();
    expect(existsSync(dirname(socket))).toBe(false);
  });

  it('is a pipe that nobody can guess on Windows', () => {
    const [one, other] = [socketLocation('C:\\x', 'win32', {}), socketLocation('C:\\x', 'win32', {})];
    expect(one.path).toMatch(/^\\\\\.\\pipe\\latchkey-[0-9a-f]{32}$/);
    expect(one.path).not.toBe(other.path);
  });
});
