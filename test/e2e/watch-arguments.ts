import { readdirSync, readFileSync } from 'node:fs';

/** How often every process's arguments are read, in milliseconds. */
const POLL_MS = 20;

/**
 * Reads every process's arguments over and over, as any user of the machine could. It leaves out what another suite
 * that runs beside this one has started: some of them paste a token into a shell on purpose.
 *
 * @param own the process whose own and whose children's arguments are read, and everything that has no parent left
 * @returns ends it, and gives every argument list that was seen
 */
export function watchArguments(own: number = process.pid): { stop(): string[] } {
  const seen = new Set<string>();
  /** As it was when the process was first seen: later it may belong to nobody. */
  const ofOthers = new Map<string, boolean>();
  const look = (): void => {
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        if (!ofOthers.has(pid)) ofOthers.set(pid, isOfOthers(Number(pid), own));
        if (ofOthers.get(pid) === false) seen.add(line);
      } catch {
        // it has ended since
      }
    }
  };
  look();
  const timer = setInterval(look, POLL_MS);
  return {
    stop() {
      clearInterval(timer);
      return [...seen];
    },
  };
}

/**
 * Whether a process comes from an ancestor of `own`, and not from `own`; one that has no parent left may be its own.
 *
 * @throws where the process has ended
 */
export function isOfOthers(pid: number, own: number = process.pid): boolean {
  const above = ancestorsOf(own);
  const chain = [pid, ...ancestorsOf(pid)];
  return !chain.includes(own) && chain.some((ancestor) => above.includes(ancestor));
}

/** From the parent up, without the first process of all, which takes in every orphan. */
function ancestorsOf(pid: number): number[] {
  // pid (name) state parent: proc(5); a name may have spaces and parentheses
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return parent > 1 ? [parent, ...ancestorsOf(parent)] : [];
}
