import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Banner } from '../../../app/clients/banner.ts';
import type { Plan, TerminalPlan } from '../../../app/clients/catalogue/definition.ts';
import { psql } from '../../../app/clients/catalogue/libpq.ts';
import { mariadb } from '../../../app/clients/catalogue/mysql.ts';
import { launchMethodFor } from '../../../app/clients/launch-method.ts';
import type { Result } from '../../../app/common/result.ts';
import { posixScript } from '../../../main/clients/posix-script.ts';
import { oddName, oddTarget, oddText, plainTarget, sampleToken } from '../../app/clients/odd-values.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const psqlPlan: TerminalPlan = {
  runsIn: 'terminal',
  args: ['one'],
  set: {},
  unset: [],
  secret: { by: 'environment', variable: 'PGPASSWORD', content: `${sampleToken}\n` },
};

const on = { platform: 'linux', foundIn: 'program' } as const;
const given = { ...on, said: '', caPath: '/a b/ca.pem', ownOptionFile: null };

/** The plan of a client that gets a token. */
function planned(definition: typeof psql, target: typeof plainTarget): TerminalPlan {
  const plan: Result<Plan> | undefined = launchMethodFor(definition, 'direct', on)?.plan(
    target,
    sampleToken,
    given,
  );
  if (plan?.ok !== true || plan.value.runsIn !== 'terminal') throw new Error('no plan');
  return plan.value;
}

const here: Banner = { tag: null, line: 'Latchkey: here', title: 'here - psql' };

/**
 * Runs a start script with a recorder in place of the client, which writes down its arguments, some
 * variables, its descriptor 3 if there is one, and whether the run folder is still there.
 */
function run(
  plan: TerminalPlan,
  options: {
    variables?: readonly string[];
    banner?: Banner;
    ending?: string;
    environment?: Record<string, string>;
    input?: string;
  } = {},
) {
  const base = temporaryFolder();
  const folder = join(base, 'run', "start-1 '$x");
  mkdirSync(folder, { recursive: true });
  const [args, values, file, left, whole] = ['args', 'values', 'file', 'left', 'environment'].map((name) =>
    join(base, name),
  );
  const word = (path = '') => `'${path.replaceAll("'", "'\\''")}'`;
  const shown = (options.variables ?? []).map((name) => `"\${${name}-(unset)}"`).join(' ');
  const program = shellScript(
    join(base, "cli'ent"),
    [
      `[ $# -eq 0 ] || printf '%s\\0' "$@" >${word(args)}`,
      shown === '' ? '' : `printf '%s\\0' ${shown} >${word(values)}`,
      `[ -e ${word(folder)} ] && touch ${word(left)}`,
      `env >${word(whole)}`,
      // opens the file anew, as the real clients do
      `case "$1" in --defaults-file=*) cat "\${1#--defaults-file=}" >${word(file)};; esac`,
      options.ending ?? 'exit 0',
    ].join('\n'),
  );
  const secretFile = join(folder, 'secret');
  const subject = {
    folder,
    secretFile,
    program,
    clientName: 'psql',
    banner: options.banner ?? here,
  };
  const text = posixScript(plan, subject);
  const script = join(folder, 'start.sh');
  writeFileSync(script, text, { mode: 0o700 });
  writeFileSync(secretFile, plan.secret.content);
  const start = () =>
    spawnSync('/bin/sh', [script], {
      encoding: 'utf8',
      input: options.input ?? '',
      env: { PATH: process.env['PATH'], HOME: base, ...options.environment },
    });
  const result = start();
  const zeroed = (path = '') => (existsSync(path) ? readFileSync(path, 'utf8').split('\0').slice(0, -1) : []);
  return {
    text,
    result,
    args: zeroed(args),
    values: zeroed(values),
    file: file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : null,
    environment: readFileSync(whole ?? '', 'utf8'),
    folderGoneBeforeClient: !existsSync(left ?? ''),
    folderGone: !existsSync(folder),
    program,
    restart: () => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(script, text);
      return start();
    },
  };
}

describe('posixScript, run by a real shell', () => {
  it('hands over arguments, variables and banner byte for byte', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.array(oddText, { minLength: 1, maxLength: 12 }),
        oddText,
        oddText,
        oddName,
        (args, first, second, line) => {
          const banner = { tag: { text: line, kind: 'prod' }, line, title: line } as const;
          const plan = { ...psqlPlan, args, set: { LK_A: first, LK_B: second } };
          const seen = run(plan, { variables: ['LK_A', 'LK_B', 'PGPASSWORD'], banner });
          expect(seen.args).toEqual(args);
          expect(seen.values).toEqual([first, second, sampleToken]);
          expect(seen.result.stdout).toBe(`${line} ${line}\n`);
          expect(seen.result.status).toBe(0);
        },
      ),
      // an echo in place of printf would obey these
      { numRuns: 25, examples: [[['-n', '\\c'], '-n', '\\a', '-n \\a\\c $x']] },
    );
  });

  it('hands psql its environment and takes away what would win over it', () => {
    const plan = planned(psql, oddTarget);
    const names = [
      'PGHOST',
      'PGPORT',
      'PGUSER',
      'PGDATABASE',
      'PGSSLMODE',
      'PGSSLROOTCERT',
      'PGPASSWORD',
      'PGSERVICE',
      'PGHOSTADDR',
    ];
    const environment = {
      PGSERVICE: 'elsewhere',
      PGHOSTADDR: '10.0.0.1',
      PGPASSWORD: 'old',
      PGSSLMODE: 'disable',
      PGDATABASE: 'old',
    };
    const seen = run(plan, { variables: names, environment });
    expect(seen.values).toEqual([
      oddTarget.host,
      '6543',
      oddTarget.dbUser,
      oddTarget.database,
      'verify-full',
      '/a b/ca.pem',
      sampleToken,
      '(unset)',
      '(unset)',
    ]);
    expect(seen.args).toEqual([]);
    expect(seen.folderGoneBeforeClient).toBe(true);
  });

  it('hands an option file over on a descriptor after it is gone from disk', () => {
    const content = `[client]\npassword="${sampleToken}"\n`;
    const seen = run({
      runsIn: 'terminal',
      args: ['--user=-x y'],
      set: {},
      unset: [],
      secret: { by: 'file', argument: '--defaults-file=', content },
    });
    expect(seen.args).toEqual(['--defaults-file=/dev/fd/3', '--user=-x y']);
    expect(seen.file).toBe(content);
    expect(seen.folderGoneBeforeClient).toBe(true);
    expect(seen.environment).not.toContain('X-Amz-Signature');
  });

  it('never holds the secret in its own text, its output or the arguments', () => {
    const seen = run(psqlPlan);
    expect(seen.text).not.toContain('X-Amz');
    expect(seen.result.stdout + seen.result.stderr).not.toContain('X-Amz');
    expect(seen.args.join()).not.toContain('X-Amz');
    // in the client's environment it has one name only
    expect(seen.environment.split('\n').filter((line) => line.includes('X-Amz'))).toEqual([
      `PGPASSWORD=${sampleToken}`,
    ]);
    expect(seen.folderGone).toBe(true);
  });

  it('keeps the window open after an error, and says with what', () => {
    const seen = run(psqlPlan, { ending: 'echo "psql: error: no such host" >&2; exit 2', input: '\n' });
    expect(seen.result.stderr).toContain('no such host');
    expect(seen.result.stdout).toContain('\npsql ended with code 2. Press Enter to close.\n');
    expect(seen.result.status).toBe(2);
    expect(run(psqlPlan).result.stdout).not.toContain('Press Enter');
  });

  it('does not lose the window to Ctrl-C in the client', () => {
    // the terminal sends the signal to everyone in the foreground: client and script
    const seen = run(psqlPlan, { ending: 'trap : INT; kill -INT $PPID; kill -INT $$; exit 3' });
    expect(seen.result.signal).toBe(null);
    expect(seen.result.stdout).toContain('ended with code 3');
  });

  it('works once: the second time it says so', () => {
    const again = run(psqlPlan).restart();
    expect(again.stdout).toContain('has been used up');
    expect(again.status).toBe(1);
  });

  it('says when the client cannot be run', () => {
    const base = temporaryFolder();
    const secretFile = join(base, 'r', 'secret');
    mkdirSync(join(base, 'r'));
    writeFileSync(secretFile, `${sampleToken}\n`);
    const subject = {
      folder: join(base, 'r'),
      secretFile,
      program: join(base, 'nothing'),
      clientName: 'psql',
      banner: here,
    };
    const result = spawnSync('/bin/sh', ['-c', posixScript(psqlPlan, subject)], {
      encoding: 'utf8',
      input: '\n',
    });
    expect(result.stdout).toContain('psql ended with code 127');
    expect(existsSync(secretFile)).toBe(false);
  });

  it('fits plain values too', () => {
    expect(run(planned(mariadb, plainTarget)).args).toContain('--user=alice');
  });
});

// script(1) of other systems has other options
describe.runIf(process.platform === 'linux')('what the script says of where one is', () => {
  const banner: Banner = {
    tag: { text: '[prod]', kind: 'prod' },
    line: 'Latchkey: orders',
    title: 'orders [prod] - psql',
  };
  const title = '\u001b]0;orders [prod] - psql\u0007';

  /** The same in a terminal of its own (script(1)), where the client ends and Enter is pressed. */
  function inTerminal(environment: Record<string, string>, of: Banner): string {
    const base = temporaryFolder();
    const folder = join(base, 'run');
    mkdirSync(folder);
    const secretFile = join(folder, 'secret');
    const program = shellScript(join(base, 'client'), 'exit 0');
    const subject = { folder, secretFile, program, clientName: 'psql', banner: of };
    const start = shellScript(join(folder, 'start.sh'), '');
    writeFileSync(start, posixScript(psqlPlan, subject));
    writeFileSync(secretFile, 'x\n');
    const command = `/bin/sh ${JSON.stringify(start).replaceAll('$', '\\$')}`;
    const { stdout } = spawnSync('script', ['-qec', command, '/dev/null'], {
      encoding: 'utf8',
      input: '\n',
      env: { PATH: process.env['PATH'], HOME: base, SHELL: '/bin/sh', ...environment },
    });
    return stdout.replaceAll('\r\n', '\n');
  }

  it.each([
    ['prod', '97;41'],
    ['staging', '30;43'],
    ['dev', '30;42'],
    ['other', '97;100'],
  ] as const)('gives %s its colour and the window its title, and waits for Enter', (kind, colour) => {
    const said = inTerminal({ TERM: 'xterm' }, { ...banner, tag: { text: '[prod]', kind } });
    expect(said).toContain(`${title}\u001b[${colour}m[prod]\u001b[0m Latchkey: orders\n`);
    expect(said).toContain('\npsql ended. Press Enter to close.\n');
  });

  it.each([
    [
      'where the user wants no colours',
      { TERM: 'xterm', NO_COLOR: '1' },
      `${title}[prod] Latchkey: orders\n`,
    ],
    ['in a dumb terminal', { TERM: 'dumb' }, '[prod] Latchkey: orders\n'],
  ] as const)('is plain text %s', (_where, environment, said) => {
    const output = inTerminal(environment, banner);
    expect(output).toContain(said);
    expect(output).not.toContain('\u001b[');
    expect(output.includes('\u001b]')).toBe(said.startsWith(title));
  });
});
