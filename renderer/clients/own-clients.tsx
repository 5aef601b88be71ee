import { useEffect, useRef, useState } from 'react';
import type { OwnClient } from '../../app/clients/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { removeOwn } from './choose-actions.ts';
import { Line } from './client-row.tsx';
import css from './clients-page.module.css';
import { Part } from './part.tsx';
import { OwnForm } from './own-form.tsx';

/** Programs of one's own: any command that takes a host, a port, a user and a password somewhere. */
export function OwnClients() {
  const own = useStore((state) => state.programs.own);
  const hasDialog = useStore((state) => state.host === 'electron');
  /** What the form is for: a new one, one that is there, or nothing. */
  const [edited, setEdited] = useState<OwnClient | 'new' | null>(null);
  const part = useRef<HTMLDivElement>(null);

  const opener = useRef<string | null>(null);
  // when the form is gone, the focus goes to what opened it, which is there again
  useEffect(() => {
    if (edited !== null) opener.current = edited === 'new' ? 'add' : edited.id;
    else part.current?.querySelector<HTMLElement>(`[data-opens="${opener.current}"]`)?.focus();
  }, [edited]);
  const close = (): void => setEdited(null);
  return (
    <div ref={part}>
      <Part
        id="clients-own"
        title="Your own commands"
        action={
          hasDialog &&
          edited === null && (
            <Button look="quiet" size="small" data-opens="add" onPress={() => setEdited('new')}>
              Add…
            </Button>
          )
        }
      >
        {own.length === 0 && edited === null && (
          <p className={css['none']}>
            {hasDialog
              ? 'Latchkey can also open a program that it does not know. You say how to start it.'
              : 'Add them in the desktop app, where you can choose a program.'}
          </p>
        )}
        {own.length > 0 && (
          <ul className={css['rows']} aria-label="Your own commands">
            {own.map((one) =>
              edited !== null && edited !== 'new' && edited.id === one.id ? (
                <li key={one.id}>
                  <OwnForm edited={one} onClose={close} />
                </li>
              ) : (
                <OwnRow key={one.id} own={one} onEdit={() => setEdited(one)} />
              ),
            )}
          </ul>
        )}
        {edited === 'new' && <OwnForm edited={null} onClose={close} />}
      </Part>
    </div>
  );
}

function OwnRow({ own, onEdit }: { readonly own: OwnClient; readonly onEdit: () => void }) {
  const { id, name } = own;
  const client = useStore(({ programs }) => programs.clients.find((one) => one.id === id));
  if (client === undefined) return null;
  return (
    <Line client={client} isOwn>
      <Button look="quiet" size="small" aria-label={`Edit ${name}`} data-opens={id} onPress={onEdit}>
        Edit
      </Button>
      <Button look="quiet" size="small" aria-label={`Remove ${name}`} onPress={() => void removeOwn(own)}>
        Remove
      </Button>
    </Line>
  );
}
