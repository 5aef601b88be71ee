import { useEffect, useRef, useState } from 'react';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { runPrimary } from '../clients/actions.ts';
import { useStore } from '../store.ts';
import { subjectOf } from '../subject.ts';
import { Combo } from '../ui/combo.tsx';
import { Field } from '../ui/field.tsx';
import { changeDraft, remember } from './actions.ts';
import css from './sign-in-fields.module.css';
import { databaseProblem, knownUsers, signInFor, userProblem } from './sign-in.ts';

/** Whom to sign in as, and to which database. Remembered when one leaves the field and when it is used. */
export function SignInFields({ endpoint }: { readonly endpoint: Endpoint }) {
  const drafts = useStore((state) => state.drafts);
  const signIns = useStore((state) => state.signIns);
  const scans = useStore((state) => state.scans);
  const needsUser = useStore(({ needsUser: needs }) => (needs?.endpointId === endpoint.id ? needs : null));
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
    if (needsUser === null) void runPrimary(subjectOf(endpoint));
    else needsUser.goOn();
  };
  const leave = (): void => {
    setLeft(true);
    void remember(endpoint);
  };
  const isWrong = dbUser === '' ? needsUser !== null : isLeft || needsUser !== null;
  return (
    <div ref={form} className={css['fields']}>
      <Combo
        label="Log in as"
        value={dbUser}
        placeholder="such as app_readonly"
        problem={isWrong ? userProblem(dbUser) : null}
        suggestions={knownUsers(signIns).map((text) => ({ text }))}
        onChange={(value) => changeDraft(endpoint, { dbUser: value })}
        onBlur={leave}
        onEnter={goOn}
      />
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
