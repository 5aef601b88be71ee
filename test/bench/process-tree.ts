import { readdirSync, readFileSync } from 'node:fs';

/** Memory of a program and all that it has started, in megabytes. */
export interface Memory {
  /** Resident: what several processes share counts in each. */
  readonly rss: number;
  /** Proportional: what several processes share is divided among them. */
  readonly pss: number;
}

/**
 * Adds the memory of a process and its descendants up. Linux only.
 * https://docs.kernel.org/filesystems/proc.html (smaps_rollup)
 */
export function memoryOf(root: number): Memory {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : null;
    if (parent !== null) parents.set(Number(name), parent);
  }
  const isInTree = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isInTree(parents.get(pid)));
  let [rss, pss] = [0, 0];
  for (const pid of parents.keys()) {
    if (!isInTree(pid)) continue;
    const text = read(`/proc/${pid}/smaps_rollup`);
    rss += kilobytes(text, 'Rss') / 1_024;
    pss += kilobytes(text, 'Pss') / 1_024;
  }
  return { rss, pss };
}

function parentOf(pid: number): number | null {
  // the program's name, in brackets, may hold spaces and brackets itself
  const [, , parent] = read(`/proc/${pid}/stat`).replace(/^.*\)/s, ')').split(' ');
  return parent === undefined ? null : Number(parent);
}

function kilobytes(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0);
}

/** A process may end while it is looked at. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
