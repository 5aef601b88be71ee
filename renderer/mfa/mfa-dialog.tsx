import { useState, type FormEvent } from 'react';
import type { MfaQuestion } from '../../app/mfa/model.ts';
import { accountText } from '../endpoints/describe.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { answer, cancelQuestion } from './actions.ts';
import { CODE_LENGTH, CodeField } from './code-field.tsx';
import css from './mfa-dialog.module.css';

/** Asks for an MFA code while something needs one, over whatever else is open; the next device's when that is answered. */
export function MfaDialog() {
  const question = useStore(({ mfaQuestions }) => mfaQuestions[0]);
  return question === undefined ? null : <Asks key={question.id} question={question} />;
}

function Asks({ question }: { readonly question: MfaQuestion }) {
  const { id, profile, waiting, isChecking, refusal } = question;
  const [digits, setDigits] = useState('');
  const [isShort, setShort] = useState(false);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (isChecking) return;
    setShort(digits.length < CODE_LENGTH);
    if (digits.length < CODE_LENGTH) return;
    // nothing keeps a code that has been sent
    setDigits('');
    void answer(id, digits, profile);
  }

  return (
    <Dialog
      title={`MFA code for ${profile}`}
      isOpen
      size="small"
      staysOpen
      onClose={() => void cancelQuestion(id)}
      footer={
        <>
          {waiting.length > 1 && <p className={css['note']}>One code for everything that is waiting.</p>}
          <Button onPress={() => void cancelQuestion(id)}>Cancel</Button>
          <Button look="primary" type="submit" form={`mfa ${id}`} isPending={isChecking}>
            Sign in
          </Button>
        </>
      }
    >
      <form id={`mfa ${id}`} className={css['form']} onSubmit={submit}>
        <p>
          <WhoAsks question={question} /> {waiting.join(' ')}
        </p>
        <CodeField
          value={digits}
          isChecking={isChecking}
          problem={isShort ? `The code has ${CODE_LENGTH} digits.` : refusalText(refusal)}
          onChange={(typed) => {
            setDigits(typed);
            setShort(false);
          }}
        />
      </form>
    </Dialog>
  );
}

function WhoAsks({ question: { role, device } }: { readonly question: MfaQuestion }) {
  const name = <code className={css['device']}>{device}</code>;
  if (role === null) return <>AWS asks for a code from {name} before it gives session keys.</>;
  const where = role.account === null ? '' : ` in ${accountText(role.account)}`;
  return (
    <>
      {role.name}
      {where} asks for a code from {name}.
    </>
  );
}

function refusalText(refusal: MfaQuestion['refusal']): string | null {
  if (refusal === null) return null;
  const { message, hint } = refusal;
  return hint === undefined ? message : `${message} ${hint}`;
}
