import { fail, succeed, type Failure, type Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import type { SignIn } from './model.ts';
import { renamedSignIns } from './renamed-sign-ins.ts';

/** What the user typed for endpoints, by endpoint id. */
export type SignIns = Record<string, SignIn>;

/** What remembering needs from outside. */
export interface SignInsPorts {
  readonly file: StateFile<SignIns>;
  readonly isKnown: (endpointId: string) => boolean;
  readonly onRemembered: (endpointId: string, signIn: SignIn) => void;
}

/** Remembers whom to log in as on each endpoint. */
export function createSignIns({ file, isKnown, onRemembered }: SignInsPorts) {
  let signIns: SignIns = {};
  return {
    /** Reads what was remembered; returns what is to be said of the user's own file. */
    async load(): Promise<Failure | null> {
      const { value, problem } = await file.load();
      signIns = value;
      return problem;
    },
    all: (): SignIns => signIns,
    /** Remembers whom to log in as on an endpoint; returns `file-unwritable` where it could not be kept. */
    async remember(endpointId: string, signIn: SignIn): Promise<Result<Record<string, never>>> {
      if (!isKnown(endpointId)) {
        return fail('endpoint-not-found', 'This database is no longer in the list.');
      }
      signIns = { ...signIns, [endpointId]: signIn };
      onRemembered(endpointId, signIn);
      const saved = await file.save(signIns);
      return saved.ok ? succeed({}) : saved;
    },
    /**
     * Remembers for a profile's new name what it does for the old one, which stays for when the name is taken back.
     * Where that cannot be written it holds for this run, unsaid.
     */
    async renameProfile(from: string, to: string): Promise<void> {
      const renamed = Object.entries(renamedSignIns(signIns, from, to));
      if (renamed.length === 0) return;
      signIns = { ...signIns, ...Object.fromEntries(renamed) };
      for (const [endpointId, signIn] of renamed) onRemembered(endpointId, signIn);
      await file.save(signIns);
    },
  };
}
