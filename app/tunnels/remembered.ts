import { z } from 'zod';
import type { Failure } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import { sessionTarget } from './model.ts';

/** The node that last worked for the databases of a VPC, or of a profile's region where the VPC is not known. */
export const rememberedNode = z.strictObject({
  /** `vpc-…`, or profile and region. */
  for: z.string().min(1).max(512),
  target: sessionTarget,
});

/** The node that last worked. */
export type RememberedNode = z.infer<typeof rememberedNode>;

/** How many are remembered; the oldest is forgotten first. */
export const MAX_REMEMBERED = 500;

/** What the databases are called that share a node. */
export function sharedBy(
  vpc: string | null,
  { profile, region }: { profile: string; region: string },
): string {
  return vpc ?? `${profile} ${region}`;
}

/** Remembers nodes that worked. What cannot be written is remembered until the end. */
export function createRemembered(file: StateFile<RememberedNode[]>) {
  let nodes: readonly RememberedNode[] = [];
  return {
    get: (key: string): string | null => nodes.find((one) => one.for === key)?.target ?? null,
    async put(key: string, target: string): Promise<void> {
      if (nodes.at(-1)?.for === key && nodes.at(-1)?.target === target) return;
      nodes = [...nodes.filter((one) => one.for !== key), { for: key, target }].slice(-MAX_REMEMBERED);
      await file.save([...nodes]);
    },
    /** Reads the file; returns what was wrong with it. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await file.load();
      nodes = value;
      return problem;
    },
  };
}
