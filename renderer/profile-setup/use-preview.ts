import { useEffect, useState } from 'react';
import type { ProfileChange } from '../../app/profile-setup/model.ts';
import type { ChangePreview } from '../../app/profiles/model.ts';
import { ask, type Failure } from '../api.ts';

/** How long typing has to rest before the change is looked at, in milliseconds. */
const REST_MS = 150;

/** What a change would do, or why it cannot be made. */
export interface Previewed {
  /** What can be made; null as long as a newer one is looked at. */
  readonly preview: ChangePreview | null;
  /** What is on show: the last one stays there until the newer one comes. */
  readonly drawn: ChangePreview | null;
  readonly failure: Failure | null;
  /** Looks again, such as after the files were changed. */
  readonly again: () => void;
}

/**
 * Keeps asking main what a change would do to AWS's files, as it is filled in.
 *
 * @param change null as long as it cannot be asked for
 */
export function usePreview(change: ProfileChange | null): Previewed {
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState<{
    of: string;
    preview: ChangePreview | null;
    failure: Failure | null;
  }>();
  const of = change === null ? '' : `${turn} ${JSON.stringify(change)}`;
  useEffect(() => {
    if (change === null) return undefined;
    let isOver = false;
    const timer = setTimeout(async () => {
      const reply = await ask((bridge) => bridge.profileSetup.preview({ change }));
      if (isOver) return;
      setShown(
        reply.ok ? { of, preview: reply.value, failure: null } : { of, preview: null, failure: reply.error },
      );
    }, REST_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
    // the text says all that the change does
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [of]);
  const last = change === null ? undefined : shown;
  return {
    // one that is being looked at anew cannot be made: another may be shown than would be written
    preview: last?.of === of ? last.preview : null,
    drawn: last?.preview ?? null,
    failure: last?.failure ?? null,
    again: () => setTurn((last) => last + 1),
  };
}
