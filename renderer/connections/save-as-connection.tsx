import { Star } from 'lucide-react';
import { useShallow } from 'zustand/react/shallow';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { waysOf } from '../endpoints/merged.ts';
import { selectConnection, show } from '../selection.ts';
import { useStore } from '../store.ts';
import { subjectOfConnection } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { newConnection } from './actions.ts';
import css from './save-as-connection.module.css';

/** Saves a database as a connection, and says under which names it is saved already. */
export function SaveAsConnection({ endpoint }: { readonly endpoint: Endpoint }) {
  const connections = useStore((state) => state.connections);
  const ids = useStore(useShallow((state) => waysOf(state, endpoint).map(({ id }) => id)));
  const saved = connections.filter((one) => ids.includes(subjectOfConnection(one).endpointId));
  return (
    <div className={css['save']}>
      <Button size="small" onPress={() => newConnection(endpoint)}>
        <Star size={13} aria-hidden="true" />
        Save as connection…
      </Button>
      {saved.length > 0 && (
        <p className={css['saved']}>
          Saved as{' '}
          {saved.slice(0, 3).map(({ id, name, profile }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Button
                look="link"
                onPress={() => {
                  show('connections');
                  selectConnection(id);
                }}
              >
                {name}
              </Button>
              {profile !== endpoint.profile && ` (with ${profile})`}
            </span>
          ))}
          {saved.length > 3 && ` and ${saved.length - 3} more`}
        </p>
      )}
    </div>
  );
}
