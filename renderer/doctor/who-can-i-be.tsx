import { useState } from 'react';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Failure } from '../api.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { changeDraft } from '../endpoints/actions.ts';
import { askWhoICanBe } from './actions.ts';
import css from './doctor.module.css';
import { candidateNote } from './words.ts';

/** "Who can I log in as?": what policies, IAM and the database say, each with its source; a press fills the name in. */
export function WhoCanIBe({ endpoint }: { readonly endpoint: Endpoint }) {
  const found = useStore(({ candidates }) => candidates[endpoint.id] ?? null);
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const askNow = async (): Promise<void> => {
    setAsking(true);
    setFailure(await askWhoICanBe(endpoint.id));
    setAsking(false);
  };
  return (
    <div className={css['who']}>
      <Button look="link" isPending={isAsking} onPress={() => void askNow()}>
        {isAsking ? 'Asking AWS and the database…' : 'Who can I log in as?'}
      </Button>
      {failure !== null && (
        <p className={css['problem']} role="alert">
          {failure.message} {failure.hint}
        </p>
      )}
      {found !== null && !isAsking && (
        <div role="status">
          {found.candidates.length === 0 && found.wildcards.length === 0 && (
            <p className={css['quiet']}>
              Nobody was found.{' '}
              {found.notLookedAt[0] ??
                'No policy names a user here. “Policy and SQL…” has the one to ask for.'}
            </p>
          )}
          {found.candidates.length > 0 && (
            <ul aria-label="Users whom you can log in as">
              {found.candidates.map((one) => (
                <li key={one.dbUser}>
                  <Button look="link" onPress={() => changeDraft(endpoint, { dbUser: one.dbUser })}>
                    {one.dbUser}
                  </Button>{' '}
                  <span className={css['quiet']}>{candidateNote(one)}</span>
                </li>
              ))}
            </ul>
          )}
          {found.wildcards.length > 0 && (
            <p className={css['soon']}>
              {found.wildcards.join(', ')} in a policy lets this identity be anyone it covers.
            </p>
          )}
        </div>
      )}
    </div>
  );
}
