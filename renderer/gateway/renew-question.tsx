import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import css from './how-to-connect.module.css';

interface Props {
  readonly onKeep: () => void;
  readonly onRenew: () => void;
}

/** Asks before the password that clients have saved stops working; the focus goes back to where it was. */
export function RenewQuestion({ onKeep, onRenew }: Props) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    group.current?.querySelector('button')?.focus();
    const footer = group.current?.parentElement;
    // the button that asked is there again when this is gone
    return () => void requestAnimationFrame(() => footer?.querySelector('button')?.focus());
  }, []);
  return (
    <div ref={group} className={css['question']} role="group" aria-labelledby="renew-password">
      <p id="renew-password" className={css['asks']} role="alert">
        <strong>Renew the local password?</strong> Clients that saved the old one will be refused. Open
        sessions continue.
      </p>
      <Button onPress={onKeep}>Keep</Button>
      <Button look="danger" onPress={onRenew}>
        Renew
      </Button>
    </div>
  );
}
