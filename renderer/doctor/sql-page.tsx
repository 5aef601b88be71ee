import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Segments } from '../ui/segments.tsx';
import type { About } from './about.ts';
import { copyOfDoctor } from './actions.ts';
import { Code } from './code.tsx';
import css from './doctor.module.css';
import { Notes } from './remedy.tsx';
import { useAnswer } from './use-answer.ts';

/** The SQL that makes the user one who logs in with IAM, and what takes it back. */
export function SqlPage({ named, dbUser }: About) {
  const [sql, setSql] = useState<'create' | 'switch'>('create');
  const reply = useAnswer(sql, (bridge) => bridge.doctor.sql({ subject: named, sql }));
  return (
    <div className={css['page']}>
      <Segments
        label={dbUser}
        value={sql}
        onChange={setSql}
        choices={[
          { id: 'create', text: 'is a new user' },
          { id: 'switch', text: 'exists already' },
        ]}
      />
      {reply?.ok === false && (
        <p className={css['problem']} role="alert">
          {reply.error.message} {reply.error.hint}
        </p>
      )}
      {reply?.ok === true && (
        <>
          <div className={css['head']}>
            <p className={css['quiet']}>Run this as somebody who administers the database.</p>
            <Button
              size="small"
              onPress={() => void copyOfDoctor(named, { kind: 'sql', sql, part: 'sql' }, 'SQL copied')}
            >
              Copy
            </Button>
          </div>
          <Notes notes={reply.value.notes.map(({ message }) => message)} />
          <Code label="SQL" text={reply.value.sql} />
          {reply.value.undo !== null && (
            <>
              <div className={css['head']}>
                <p className={css['quiet']}>This undoes it.</p>
                <Button
                  size="small"
                  onPress={() => void copyOfDoctor(named, { kind: 'sql', sql, part: 'undo' }, 'SQL copied')}
                >
                  Copy
                </Button>
              </div>
              <Code label="SQL that undoes it" text={reply.value.undo} />
            </>
          )}
        </>
      )}
    </div>
  );
}
