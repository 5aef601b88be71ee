import { useEffect, useRef, useState } from 'react';
import type { SignInCandidate } from '../../app/doctor/model.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { useStore } from '../store.ts';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import { candidateNote } from '../doctor/words.ts';
import { WhoCanIBe } from '../doctor/who-can-i-be.tsx';
import { changeDraft, remember } from './actions.ts';
import css from './sign-in-fields.module.css';
import { databaseProblem, knownUsers, signInFor, userProblem } from './sign-in.ts';

/** Nobody, the same each time. */
const none: readonly SignInCandidate[] = [];

interface Props {
  readonly endpoint: Endpoint;
  /** What Enter does, where nothing waits for the fields. */
  readonly onEnter: () => void;
}

/** Whom to log in as, and to which database. Remembered when one leaves the field and when it is used. */
export function SignInFields({ endpoint, onEnter }: Props) {
  const drafts = useStore((state) => state.drafts);
  const signIns = useStore((state) => state.signIns);
  const scans = useStore((state) => state.scans);
  const needsUser = useStore(({ needsUser: needs }) => (needs?.endpointId === endpoint.id ? needs : null));
  const found = useStore(({ candidates }) => candidates[endpoint.id]?.candidates ?? none);
  const { dbUser, database } = signInFor({ drafts, signIns, scans }, endpoint);
  const [isLeft, setLeft] = useState(false);
  const form = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (needsUser === null) return;
    const [user, base] = form.current?.querySelectorAll('input') ?? [];
    (userProblem(dbUser) === null ? base : user)?.focus();
    // only the request moves the focus, not each letter that is typed after it
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [needsUser]);

  const goOn = (): void => {
    if (needsUser === null) onEnter();
    else needsUser.goOn();
  };
  const leave = (): void => {
    setLeft(true);
    void remember(endpoint);
  };
  const suggestions = [
    ...found.map((one) => ({ text: one.dbUser, note: candidateNote(one) })),
    ...knownUsers(signIns)
      .filter((text) => !found.some((one) => one.dbUser === text))
      .map((text) => ({ text })),
  ];
  const isWrong = dbUser === '' ? needsUser !== null : isLeft || needsUser !== null;
  return (
    <div ref={form} className={css['fields']}>
      <Combo
        label="Log in as"
        value={dbUser}
        placeholder="such as app_readonly"
        problem={isWrong ? userProblem(dbUser) : null}
        suggestions={suggestions}
        onChange={(value) => changeDraft(endpoint, { dbUser: value })}
        onBlur={leave}
        onEnter={goOn}
      />
      <WhoCanIBe endpoint={endpoint} />
      <Field
        label="Database"
        value={database}
        placeholder={endpoint.family === 'postgres' ? 'same as the user' : 'none'}
        problem={databaseProblem(database)}
        onChange={(value) => changeDraft(endpoint, { database: value })}
        onBlur={leave}
        onEnter={goOn}
      />
    </div>
  );
}
