import { useState } from 'react';
import type { CheckedPolicyTexts } from '../../app/doctor/model.ts';
import { Button } from '../ui/button.tsx';
import { TextAreaField } from '../ui/text-area-field.tsx';
import type { About } from './about.ts';
import { copyOfDoctor } from './actions.ts';
import { Code } from './code.tsx';
import css from './doctor.module.css';
import { useAnswer } from './use-answer.ts';

/** Looks through a policy that is pasted in, and corrects what can be corrected. */
export function CheckPage({ subject, named, dbUser }: About) {
  const [text, setText] = useState('');
  const reply = useAnswer(text.trim() === '' ? null : text, (bridge) =>
    bridge.doctor.checkPolicy({ subject: named, text }),
  );
  const checked = reply?.ok === true ? reply.value : null;
  const isChanged = checked?.findings.some(({ after }) => after !== null) === true;
  return (
    <div className={css['page']}>
      <TextAreaField
        label="Policy"
        value={text}
        problem={reply?.ok === false ? `${reply.error.message} ${reply.error.hint ?? ''}`.trim() : null}
        onChange={setText}
      />
      {text.trim() === '' && (
        <p className={css['quiet']}>
          Paste the JSON of a policy, one of its statements, or an ARN. It is checked for {dbUser} on{' '}
          {subject.name}.
        </p>
      )}
      {checked !== null && (
        <>
          <p role="status">{verdictText(checked, dbUser)}</p>
          <Findings findings={checked.findings} />
          {isChanged && (
            <>
              <div className={css['head']}>
                <p className={css['quiet']}>Corrected:</p>
                <Button
                  size="small"
                  onPress={() =>
                    void copyOfDoctor(named, { kind: 'corrected', text }, 'Corrected policy copied')
                  }
                >
                  Copy
                </Button>
              </div>
              <Code label="Corrected policy" text={checked.corrected} />
            </>
          )}
        </>
      )}
    </div>
  );
}

function Findings({ findings }: Pick<CheckedPolicyTexts, 'findings'>) {
  if (findings.length === 0) return null;
  return (
    <ul className={css['findings']} aria-label="Findings">
      {findings.map(({ message, before, after }) => (
        <li key={`${message} ${before}`}>
          <p>{message}</p>
          {before !== '' && after !== null && (
            <p>
              <code>
                <del>{before}</del>
              </code>
            </p>
          )}
          {after !== null && after !== '' && (
            <p>
              <code>
                <ins>{after}</ins>
              </code>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function verdictText({ before, after }: CheckedPolicyTexts, dbUser: string): string {
  if (before === 'allowed') return `This policy lets the identity log in as ${dbUser}.`;
  if (before === 'denied') return `This policy denies logging in as ${dbUser}.`;
  if (before === 'unknown') return 'Whether this policy allows it depends on a condition or a variable.';
  return after === 'allowed'
    ? `This policy does not let the identity log in as ${dbUser}. Corrected, it does.`
    : `This policy does not let the identity log in as ${dbUser}.`;
}
