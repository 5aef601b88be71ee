/**
 * What `ssh` gets of the environment: what it needs itself, what its agents, tickets and jump hosts are found by, and
 * which AWS profile a `ProxyCommand` uses. No credentials.
 */
const NAMES = [
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'TMPDIR',
  'XDG_RUNTIME_DIR',
  'XDG_CONFIG_HOME',
  'SSH_AUTH_SOCK',
  'SSH_SK_PROVIDER',
  'GNUPGHOME',
  'KRB5CCNAME',
  'KRB5_CONFIG',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'DBUS_SESSION_BUS_ADDRESS',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  // Windows
  'USERPROFILE',
  'USERNAME',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'ProgramData',
  'ProgramFiles',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'TEMP',
  'TMP',
];

/**
 * The environment of `ssh`.
 *
 * @param env of this process
 * @param path PATH as the user's login shell has it
 * @param askpass what answers its questions; null where it may ask none
 */
export function sshEnvironment(
  env: Readonly<NodeJS.ProcessEnv>,
  path: string,
  askpass: { readonly program: string; readonly accessFile: string } | null,
): NodeJS.ProcessEnv {
  const named = NAMES.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(named),
    PATH: path,
    // its words are read
    LC_ALL: 'C',
    ...(askpass !== null && {
      SSH_ASKPASS: askpass.program,
      SSH_ASKPASS_REQUIRE: 'force',
      LATCHKEY_ASKPASS: askpass.accessFile,
    }),
  };
}
