import { askLoginShell, type AskLoginShell } from './ask-login-shell.ts';

/** What the login shell knows better than a dock: where programs are, and which agent holds the keys for SSH. */
const FROM_SHELL = ['PATH', 'SSH_AUTH_SOCK'] as const;

/**
 * What is taken where this process has none of its own: AWS's files, profile and region, and proxies. Credentials are
 * not among them (https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html#EVarSettings).
 */
const WHERE_MISSING = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CA_BUNDLE',
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
];

/**
 * What of the login shell's environment is to be added to this process's. A program started from a dock or a start menu
 * has none of what people set in the files of their shell: it would not find `credential_process` programs, the AWS CLI
 * and SQL clients, and would read other config files than a terminal. A terminal's child has it all already and asks
 * nobody.
 *
 * @param env the environment of this process
 */
export async function loginEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  platform: NodeJS.Platform,
  ask: AskLoginShell = askLoginShell(),
): Promise<Readonly<Record<string, string>>> {
  if (platform === 'win32' || env['TERM']) return {};
  const said = await ask(env);
  const wanted = [...FROM_SHELL, ...WHERE_MISSING.filter((name) => !env[name])];
  return Object.fromEntries(
    wanted.flatMap((name) => {
      const value = said[name];
      return value ? [[name, value] as const] : [];
    }),
  );
}
