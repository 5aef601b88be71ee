import { fail, succeed, type Result } from '../common/result.ts';
import { shown } from '../common/text/plain-text.ts';
import type { ClientDefinition, TerminalPlan } from './catalogue/definition.ts';
import type { ClientLauncher, CurrentClientSettings } from './ports.ts';

/**
 * Where the AWS CLI is.
 * https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html
 */
const awsCli: Pick<ClientDefinition, 'id' | 'name' | 'locations'> = {
  id: 'aws',
  name: 'The AWS CLI',
  locations: {
    linux: [{ kind: 'program', name: 'aws', folders: ['/usr/local/bin', '{home}/.local/bin'] }],
    darwin: [{ kind: 'program', name: 'aws', folders: ['/usr/local/bin', '/opt/homebrew/bin'] }],
    win32: [{ kind: 'program', name: 'aws', folders: ['{ProgramFiles}\\Amazon\\AWSCLIV2'] }],
  },
};

/** The first version that has `aws login` (the AWS CLI's changelog). */
const FIRST_WITH_LOGIN = [2, 32] as const;

/** Makes what runs the AWS CLI in a terminal, where a person answers what it asks. It is handed no secret. */
export function createAwsCli({
  launcher,
  currentSettings,
}: {
  readonly launcher: Pick<ClientLauncher, 'locate' | 'terminal' | 'askVersion'>;
  readonly currentSettings: CurrentClientSettings;
}) {
  return {
    /**
     * Opens a terminal and runs the AWS CLI in it.
     *
     * @param args what follows `aws`
     * @param title what it is for, in a line
     * @returns `client-not-found` where it is not here or too old, and what the launcher refuses
     */
    async runAws(args: readonly string[], title: string): Promise<Result<{ terminal: string }>> {
      const found = await launcher.locate(awsCli, null);
      if (!found.found) {
        return fail('client-not-found', 'The AWS CLI was not found on this computer.', {
          hint: 'Install version 2 of it, or run the command where it is.',
        });
      }
      const said = args[0] === 'login' ? await launcher.askVersion(found.where) : succeed('');
      if (!said.ok) return said;
      const old = tooOld(said.value);
      if (old !== null) return old;
      const terminal = await launcher.terminal(currentSettings().terminal);
      if (!terminal.ok) return terminal;
      const plan: TerminalPlan = {
        runsIn: 'terminal',
        args,
        set: {},
        unset: [],
        // there is none: what takes its place keeps the AWS CLI's answer out of a pager
        secret: { by: 'environment', variable: 'AWS_PAGER', content: '\n' },
      };
      const line = shown(title);
      const banner = { tag: null, line: `Latchkey: ${line}`, title: line };
      const opened = await terminal.value.open(plan, {
        program: found.where,
        clientName: awsCli.name,
        banner,
      });
      return opened.ok ? succeed({ terminal: terminal.value.name }) : opened;
    },
  };
}

/** What it says of itself begins with `aws-cli/2.32.1`; where it says nothing, it may try. */
function tooOld(said: string): { ok: false; error: ReturnType<typeof fail>['error'] } | null {
  const [, version, major, minor] = /^aws-cli\/((\d+)\.(\d+)[\w.]*)/.exec(said) ?? [];
  if (version === undefined) return null;
  const [least, leastMinor] = FIRST_WITH_LOGIN;
  if (Number(major) > least || (Number(major) === least && Number(minor) >= leastMinor)) return null;
  return fail('client-not-found', `The AWS CLI on this computer is too old for aws login: ${version}.`, {
    hint: `Install version ${least}.${leastMinor} or later.`,
  });
}
