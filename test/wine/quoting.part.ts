import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { passwordCommandLine } from '../../app/clients/catalogue/password-command.ts';
import { windowsArgument } from '../../app/common/text/windows.ts';
import { runProgram } from '../../main/profiles/run-program.ts';
import { runPart } from './parts.ts';

/**
 * Writes its arguments into a file: under wine a pipe is not to be had. It lies in a folder with a plain
 * name, for a batch file is read in the code page of the console.
 */
async function recorder() {
  const folder = await mkdtemp(join(tmpdir(), 'record-'));
  const script = join(folder, 'record.mjs');
  const output = join(folder, 'said');
  await writeFile(
    script,
    `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(output)}, JSON.stringify(process.argv.slice(2)));\n`,
  );
  return {
    script,
    async said(): Promise<unknown> {
      return JSON.parse(await readFile(output, 'utf8'));
    },
  };
}

/** Runs a command line as it is written. */
function verbatim(program: string, line: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [line], { windowsVerbatimArguments: true, stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', resolve);
  });
}

/** As Python's `subprocess` does it for `shell=True`, which pgAdmin uses. */
const cmd = (line: string): Promise<number | null> =>
  verbatim(process.env['ComSpec'] ?? 'C:\\windows\\system32\\cmd.exe', `/c "${line}"`);

const oddWord = fc.string({
  unit: fc.constantFrom('"', '\\', ' ', '%', '^', '&', '|', '<', '>', "'", 'é', 'Ж', 'a', ';', '\t'),
  minLength: 0,
});

await runPart('quoting', {
  'an argument comes out of Windows’ command line as it went in': async () => {
    const { script, said } = await recorder();
    for (const words of fc.sample(fc.array(oddWord, { minLength: 40, maxLength: 60 }), {
      numRuns: 3,
      seed: 7,
    })) {
      assert.equal(await verbatim(process.execPath, [script, ...words].map(windowsArgument).join(' ')), 0);
      assert.deepEqual(await said(), words);
    }
  },
  'a password command goes through cmd.exe, from a folder with spaces': async (folder) => {
    const { script, said } = await recorder();
    const batch = join(folder, 'a b', 'latchkey.cmd');
    await mkdir(join(folder, 'a b'));
    await writeFile(batch, `@"${process.execPath}" "${script}" %*\r\n`);
    const target = { passwordCommand: [batch, 'password', 'orders (dev) é'] };
    const line = passwordCommandLine(
      {
        ...target,
        id: '',
        name: '',
        family: 'postgres',
        host: '',
        port: 1,
        dbUser: '',
        database: '',
        environment: null,
      },
      'win32',
    );
    assert.notEqual(line, null);
    await cmd(line ?? '');
    assert.deepEqual(await said(), ['password', 'orders (dev) é']);
  },
  'a name that cmd.exe would take apart has no password command': () => {
    for (const name of ['a%PATH%', 'a"b', 'a&calc', 'a^', 'a!b']) {
      const target = { passwordCommand: ['C:\\latchkey.cmd', 'password', name] };
      const given = {
        ...target,
        id: '',
        name: '',
        family: 'postgres',
        host: '',
        port: 1,
        dbUser: '',
        database: '',
        environment: null,
      } as const;
      assert.equal(passwordCommandLine(given, 'win32'), null);
    }
  },
  'a credential_process that is a batch file is started, and one that is not there is told': async (
    folder,
  ) => {
    const batch = join(folder, 'creds.cmd');
    await writeFile(batch, '@exit 3\r\n');
    const ran = await runProgram(`"${batch}" --profile "a b"`, process.env, { timeoutMs: 20_000 });
    assert.deepEqual([ran.ok, !ran.ok && ran.failure, !ran.ok && ran.detail], [false, 'exit', '3']);
    const none = await runProgram(join(folder, 'none.exe').replaceAll('\\', '\\\\'), process.env, {
      timeoutMs: 20_000,
    });
    assert.equal(none.ok, false);
  },
});
