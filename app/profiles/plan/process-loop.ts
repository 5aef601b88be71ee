import type { AwsConfig } from '../config-files/model.ts';
import { planFor } from './plan-for.ts';
import { commandOf } from './secrets.ts';

/** Programs that start the AWS CLI. */
const AWS_CLI = /^aws(2)?(\.exe|\.cmd)?$/i;

/**
 * Whether the program of a profile asks the AWS CLI for the credentials of the same profile again:
 * `credential_process = aws configure export-credentials --profile X`. The AWS CLI goes round four times before it
 * gives up.
 *
 * @param profile the one whose settings have the `credential_process`
 * @param split splits a command line into words
 * @returns the profiles on the way round, the first one again at the end; null where it comes to an end
 */
export function processLoop(
  config: AwsConfig,
  profile: string,
  split: (commandLine: string) => readonly string[] | null,
): readonly string[] | null {
  const way = [profile];
  for (let at: string | null = profile; at !== null;) {
    const command = commandOf(config, { kind: 'process', profile: at });
    const next = command === null ? null : exportedProfile(split(command) ?? []);
    const plan = next === null ? null : planFor(config, next);
    at = plan?.ok === true && plan.value.leaf.kind === 'process' ? plan.value.leaf.profile : null;
    if (at === null) return null;
    const again = way.indexOf(at);
    if (again !== -1) return [...way.slice(again), at];
    way.push(at);
  }
  return null;
}

/** Whose credentials a command has the AWS CLI print; null for another command. */
function exportedProfile(words: readonly string[]): string | null {
  const [program = '', ...rest] = words;
  const name = program.split(/[/\\]/).at(-1) ?? '';
  if (!AWS_CLI.test(name) || !rest.includes('configure') || !rest.includes('export-credentials')) return null;
  const given = rest.find((word) => word.startsWith('--profile='))?.slice('--profile='.length);
  const at = rest.indexOf('--profile');
  return given ?? (at === -1 ? null : (rest[at + 1] ?? null));
}
