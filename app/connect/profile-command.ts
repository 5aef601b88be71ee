import type { ClientsApi } from '../clients/module.ts';
import { fail, type Result } from '../common/result.ts';
import type { ProfilesApi } from '../profiles/module.ts';

/** What of the AWS CLI is run for a profile: what signs somebody in, and what has a program ask them. */
const RUN: readonly string[] = ['login', 'sso login', 'sts get-caller-identity'];

/** Makes what runs the command that an unusable profile names, where a person can answer it. */
export function createProfileCommand({
  clients,
  profiles,
}: {
  readonly clients: Pick<ClientsApi, 'runAws'>;
  readonly profiles: Pick<ProfilesApi, 'commandWords'>;
}) {
  return {
    /**
     * Opens a terminal with the command in it.
     *
     * @returns `not-allowed` where there is none to run, and what the terminal refuses
     */
    async runProfileCommand({
      profile,
    }: {
      readonly profile: string;
    }): Promise<Result<{ terminal: string }>> {
      const [program, ...args] = profiles.commandWords(profile) ?? [];
      const what = args.slice(0, args.indexOf('--profile')).join(' ');
      if (program !== 'aws' || !RUN.includes(what)) {
        return fail('not-allowed', `Profile ${profile} has no command that Latchkey could run.`, {
          hint: 'Check the profile again.',
        });
      }
      return clients.runAws(args, `aws ${what} for profile ${profile}`);
    },
  };
}
