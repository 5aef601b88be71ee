import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, ClientRun } from '../../../app/command/model.ts';
import { commandFile } from '../../../main/command/write-client.ts';
import { shellScript, temporaryFolder } from '../clients/surroundings.ts';
import { realCommand, runScript, shells } from './real-command.ts';

/** What a careless shell splits, expands or runs. */
const oddValues: readonly string[] = [
  '',
  ' a  b ',
  "it's",
  '"quoted"',
  'back\\slash\\',
  '$HOME ${HOME} `id` $(id)',
  'two\nlines\n',
  '-dash',
  '--x=y',
  '%s|:@&;#*?~!',
  'é 日本 😀',
];

const print = (text: string): Answer => ({ do: 'print', text });

describe.each(shells)('the command in %s', (shell) => {
  it('sends its words byte for byte and prints the reply byte for byte', async () => {
    const words = [
      'token',
      '',
      'a b',
      '-n',
      "it's",
      '"',
      '\\',
      '$HOME `id`',
      '%s',
      'zeile\neins',
      '日本 é',
      '*',
    ];
    const seen: (readonly string[])[] = [];
    const { run } = await realCommand(async (asked) => {
      seen.push(asked);
      return print(`${asked.join('|')}\n\n`);
    });
    expect(await run(words, shell)).toEqual({ code: 0, stdout: `${words.join('|')}\n\n`, stderr: '' });
    expect(seen).toEqual([words]);
  });

  it('prints no byte more than a token has', async () => {
    const { run } = await realCommand(async ([, name = '']) => print(name));
    for (const text of ['x', '', 'ends in 200', '%', '\\n', 'a'.repeat(4_000)]) {
      expect((await run(['token', text], shell)).stdout).toBe(text);
    }
  });

  it('asks for help where nothing is said', async () => {
    const { run } = await realCommand(async (words) => print(words.join()));
    expect((await run([], shell)).stdout).toBe('help');
  });

  it.each([64, 65, 66, 69, 70, 73, 75, 77, 78] as const)(
    'ends with %i and tells why on stderr',
    async (code) => {
      const { run } = await realCommand(async () => ({ do: 'refuse', text: 'latchkey: No.\n', code }));
      expect(await run(['ls'], shell)).toEqual({ code, stdout: '', stderr: 'latchkey: No.\n' });
    },
  );

  it('survives a reply of a megabyte', async () => {
    const text = 'é 0123456789\n'.repeat(75_000);
    const { run } = await realCommand(async () => print(text));
    expect((await run(['ls'], shell)).stdout).toBe(text);
  });

  it('becomes a client with exactly the arguments, the environment and the user’s own words', async () => {
    const folder = temporaryFolder();
    const recorder = shellScript(
      join(folder, 'recorder'),
      `printf '%s\\0' "$@" >"$OUT/args"; env -0 >"$OUT/env"; cat <&0 >"$OUT/stdin"`,
    );
    const given: ClientRun = {
      program: recorder,
      banner: 'where',
      args: oddValues,
      set: Object.fromEntries(oddValues.map((value, index) => [`ODD_${index}`, value])),
      unset: ['GONE'],
      secret: { by: 'environment', variable: 'PGPASSWORD', content: 'tok&en%=\n' },
      ownWords: 3,
    };
    const { run } = await realCommand(async () => ({ do: 'run', run: given }));
    const own = [...oddValues, '--', '-c', 'select 1'];
    const ended = await run(['psql', 'name', '--', ...own], shell, { OUT: folder, GONE: 'still' });
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
    const zeroed = (name: string): string[] =>
      readFileSync(join(folder, name), 'utf8').split('\0').slice(0, -1);
    expect(zeroed('args')).toEqual([...given.args, ...own]);
    const environment = zeroed('env');
    for (const [name, value] of Object.entries(given.set)) expect(environment).toContain(`${name}=${value}`);
    expect(environment).toContain('PGPASSWORD=tok&en%=');
    expect(environment.some((line) => line.startsWith('GONE='))).toBe(false);
  });

  it('hands a client an option file that is on no disk', async () => {
    const folder = temporaryFolder();
    const recorder = shellScript(
      join(folder, 'recorder'),
      `[ "$1" = --defaults-file=/dev/fd/3 ] && cat /dev/fd/3 >"$OUT/options"; exit 7`,
    );
    const content = `[client]\npassword="a\\\\b\\"c $HOME \`id\` 'x'"\n`;
    const secret = { by: 'file', argument: '--defaults-file=', content } as const;
    const given: ClientRun = {
      program: recorder,
      banner: '',
      args: [],
      set: {},
      unset: [],
      secret,
      ownWords: 2,
    };
    const { run } = await realCommand(async () => ({ do: 'run', run: given }));
    expect((await run(['mysql', 'name'], shell, { OUT: folder })).code).toBe(7);
    expect(readFileSync(join(folder, 'options'), 'utf8')).toBe(content);
  });

  it('says on stderr what the answer waits for, and then does what the answer says', async () => {
    const words =
      'latchkey: dev is not signed in. 50% `id` $HOME \\n\n  Waiting for it, 75 seconds at most.\n';
    const after = async (told: () => void, answer: Answer): Promise<Answer> => {
      told();
      await new Promise((resolve) => setImmediate(resolve));
      return answer;
    };
    const folder = temporaryFolder();
    const recorder = shellScript(join(folder, 'recorder'), `printf '%s\\0' "$@" >"$OUT/args"`);
    const given: ClientRun = {
      program: recorder,
      banner: 'where',
      args: ['-X'],
      set: {},
      unset: [],
      secret: { by: 'environment', variable: 'PGPASSWORD', content: 'token\n' },
      ownWords: 2,
    };
    const refusal: Answer = { do: 'refuse', text: 'latchkey: No.\n', code: 77 };
    const { run } = await realCommand((asked, tell) =>
      after(
        () => tell(words),
        asked[0] === 'token' ? print('TOKEN\n') : asked[0] === 'psql' ? { do: 'run', run: given } : refusal,
      ),
    );
    expect(await run(['token', 'x'], shell)).toEqual({ code: 0, stdout: 'TOKEN\n', stderr: words });
    expect(await run(['ls'], shell)).toEqual({ code: 77, stdout: '', stderr: `${words}latchkey: No.\n` });
    expect(await run(['psql', 'x', '-c', 'select 1'], shell, { OUT: folder })).toEqual({
      code: 0,
      stdout: '',
      stderr: words,
    });
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('-X\0-c\0select 1\0');
  });

  it('whatever the words are, they arrive and come back', async () => {
    const { run } = await realCommand(async (words) => print(words.join('\0x')));
    const word = fc
      .string({ unit: 'binary', maxLength: 40 })
      .filter((text) => !/[\0\p{Surrogate}]/u.test(text));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 4 }), async (words) => {
        // a shell's variable holds no zero byte: what stands between the words is seen without it
        expect((await run(words, shell)).stdout).toBe(words.join('x'));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

describe('where Latchkey does not run', () => {
  it('says so, where it cannot be started', async () => {
    const { run, close } = await realCommand(async () => print(''));
    await close();
    expect(await run(['ls'])).toEqual({
      code: 69,
      stdout: '',
      stderr: 'latchkey: Latchkey is not running.\n  Start it, then try again.\n',
    });
  });

  it('starts it without a window and waits for it, also after a crash', async () => {
    const base = temporaryFolder();
    const folder = join(base, 'command');
    const program = shellScript(
      join(base, 'program'),
      `printf '%s\\n' "$@" >"$STARTED.new"; mv "$STARTED.new" "$STARTED"`,
    );
    const started = join(base, 'started');
    const start = [program, '--user-data-dir=a b', '--hidden'] as const;
    const first = await realCommand(async () => print('first'), { folder, start });
    const access = readFileSync(join(folder, 'access'));
    await first.close();
    // what a crash leaves leads to a socket that nobody listens on
    writeFileSync(join(folder, 'access'), access, { mode: 0o600 });
    const running = first.run(['ls'], 'sh', { STARTED: started, DISPLAY: ':7' });
    while (!existsSync(started)) await wait(20);
    expect(readFileSync(started, 'utf8')).toBe('--user-data-dir=a b\n--hidden\n');
    await realCommand(async (words) => print(`second ${words.join()}`), { folder, start });
    expect(await running).toEqual({ code: 0, stdout: 'second ls', stderr: '' });
  });

  it('does not try without a display, nor where the program is gone', async () => {
    const base = temporaryFolder();
    const program = join(base, 'gone');
    const { run, close } = await realCommand(async () => print(''), { start: [program, '--hidden'] });
    await close();
    const none = await run(['ls'], 'sh', { DISPLAY: '', WAYLAND_DISPLAY: '' });
    expect(none).toMatchObject({ code: 69, stderr: expect.stringContaining('no display') });
    const gone = await run(['ls'], 'sh', { DISPLAY: ':7' });
    expect(gone).toMatchObject({ code: 69, stderr: expect.stringContaining(`no longer at ${program}`) });
  });

  it('needs curl, and says so', async () => {
    const { run } = await realCommand(async () => print(''));
    expect(await run(['ls'], '/bin/sh', { PATH: '/nowhere' })).toMatchObject({
      code: 69,
      stderr: expect.stringContaining('curl was not found'),
    });
  });

  it('leaves nothing behind that gives access', async () => {
    const { folder, close, socket } = await realCommand(async () => print(''));
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'access')).mode & 0o777).toBe(0o600);
    expect(statSync(commandFile(folder)).mode & 0o777).toBe(0o700);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    await close();
    expect(existsSync(join(folder, 'access'))).toBe(false);
    expect(existsSync(socket)).toBe(false);
  });

  it('is not understood where something else answers', async () => {
    const { run, folder } = await realCommand(async () => print(''));
    const access = readFileSync(join(folder, 'access'), 'utf8').replace(
      'http://latchkey/',
      'http://latchkey/else',
    );
    writeFileSync(join(folder, 'access'), access);
    expect(await run(['ls'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('did not understand'),
    });
    rmSync(join(folder, 'access'));
    expect((await runScript('sh', commandFile(folder), ['ls'])).code).toBe(69);
  });
});
