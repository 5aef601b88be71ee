import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Python as the AWS CLIs of this machine run on it, each with the parts that the CLI is made of. */
export const awsPythons: readonly string[] = [...interpreterOf('/usr/bin/aws'), 'python3'].filter(
  (python) => {
    try {
      execFileSync(python, ['-c', 'import botocore'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  },
);

function interpreterOf(program: string): string[] {
  try {
    const [first = ''] = readFileSync(program, 'latin1').split('\n', 1);
    return first.startsWith('#!/') ? [first.slice(2).trim()] : [];
  } catch {
    return [];
  }
}

/** Runs a Python script with JSON in and out, apart from the AWS settings of this machine. */
export function askPython(python: string, script: string, input: unknown): unknown {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    PYTHONUTF8: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCESS_KEY_ID: 'from the environment',
    AWS_SECRET_ACCESS_KEY: 'from the environment',
  };
  const output = execFileSync(python, [script], {
    input: JSON.stringify(input),
    env,
    maxBuffer: 256 * 1024 * 1024,
  });
  return JSON.parse(output.toString());
}
