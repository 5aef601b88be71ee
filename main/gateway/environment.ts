/**
 * What the gateway's own processes get of the environment, which may hold credentials: what the systems need to run
 * a program, to find its libraries and to open sockets (Windows: `SystemRoot`).
 */
const NAMES = ['PATH', 'LD_LIBRARY_PATH', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot', 'windir', 'TEMP', 'TMP'];

/**
 * The environment of the gateway's own processes. Never empty: Electron's `utilityProcess.fork` takes an empty one
 * for none, and hands on all that this process has.
 *
 * @param env the environment of this process
 */
export function gatewayEnvironment(env: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const named = NAMES.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { LATCHKEY_PROCESS: 'gateway', ...Object.fromEntries(named) };
}
