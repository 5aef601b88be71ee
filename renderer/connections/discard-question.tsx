import { useEffect, useRef } from 'react';
import { Button } from '../ui/button.tsx';
import { closeDialog } from '../store.ts';
import css from './connection-dialog.module.css';

/** Asks before what was typed is lost; the focus goes back to where it was. */
export function DiscardQuestion({ onKeep }: { readonly onKeep: () => void }) {
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    group.current?.querySelector('button')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div ref={group} className={css['question']} role="group" aria-labelledby="discard-changes">
      <p id="discard-changes" className={css['asks']} role="alert">
        Discard changes?
      </p>
      <Button onPress={onKeep}>Keep editing</Button>
      <Button look="danger" onPress={closeDialog}>
        Discard
      </Button>
    </div>
  );
}
