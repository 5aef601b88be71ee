const NAMES = ['PATH', 'ELECTRON_RUN_AS_NODE'] as const;

/** What a program of this Node needs of the environment, and no more: Electron's is a Node only where it is told so. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    NAMES.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
