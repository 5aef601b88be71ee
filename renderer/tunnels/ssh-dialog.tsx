import { useState, type FormEvent } from 'react';
import type { SshQuestion } from '../../app/tunnels/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { answerSsh, cancelSsh } from './actions.ts';
import { SecretField } from './secret-field.tsx';
import css from './ssh-dialog.module.css';

/** Asks what `ssh` asks, over whatever else is open. */
export function SshDialog() {
  const question = useStore(({ sshQuestions }) => sshQuestions[0]);
  return question === undefined ? null : <Asks key={question.id} question={question} />;
}

const TITLES: Readonly<Record<SshQuestion['kind'], string>> = {
  'host-key': 'Trust this SSH server?',
  secret: 'SSH login',
  confirm: 'SSH login',
  touch: 'Touch your security key',
};

function Asks({ question }: { readonly question: SshQuestion }) {
  const { id, kind, destination, waiting } = question;
  const [typed, setTyped] = useState('');
  const isTyped = kind === 'secret';

  function submit(event: FormEvent): void {
    event.preventDefault();
    const answer = isTyped ? typed : 'yes';
    // nothing keeps an answer that has been sent
    setTyped('');
    void answerSsh(id, answer);
  }

  return (
    <Dialog
      title={TITLES[kind]}
      isOpen
      size="small"
      staysOpen
      onClose={() => void cancelSsh(id)}
      footer={
        <>
          <Button onPress={() => void cancelSsh(id)}>
            {kind === 'host-key' ? 'Do not connect' : 'Cancel'}
          </Button>
          {kind !== 'touch' && (
            <Button look="primary" type="submit" form={`ssh ${id}`}>
              {kind === 'host-key' ? 'Trust and connect' : 'Continue'}
            </Button>
          )}
        </>
      }
    >
      <form id={`ssh ${id}`} className={css['form']} onSubmit={submit}>
        <p>
          <code className={css['name']}>{destination}</code> is the SSH server of this connection.{' '}
          {waiting.join(' ')}
        </p>
        {question.hostKey === null ? (
          <p className={css['asked']}>{question.text}</p>
        ) : (
          <HostKey hostKey={question.hostKey} />
        )}
        {isTyped && <SecretField value={typed} onChange={setTyped} />}
      </form>
    </Dialog>
  );
}

function HostKey({ hostKey }: { readonly hostKey: NonNullable<SshQuestion['hostKey']> }) {
  const { host, type, fingerprint } = hostKey;
  return (
    <>
      <p>
        Your ssh has not seen <code className={css['name']}>{host}</code> before. Compare the fingerprint of
        its {type} key with what its owner says:
      </p>
      <code className={css['fingerprint']}>{fingerprint}</code>
      <p className={css['quiet']}>If you trust it, ssh remembers it in your known_hosts file.</p>
    </>
  );
}
