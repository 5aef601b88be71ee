import { useShallow } from 'zustand/react/shallow';
import { clusterKeyOf } from '../../app/endpoints/members.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import css from './facts.module.css';
import { merged } from './merged.ts';
import { selectMember, toggleMembers } from './open-clusters.ts';
import { shownMembers } from './with-members.ts';

/** The instances behind a cluster's name; each whose address is known can be selected, and all be shown in the list. */
export function MembersFact({ endpoint }: { readonly endpoint: Endpoint }) {
  const shown = useStore(useShallow((state) => shownMembers(merged(state), endpoint)));
  const isOpen = useStore(({ openClusters }) => openClusters.has(clusterKeyOf(endpoint) ?? ''));
  const isListed = useStore(({ view }) => view === 'databases');
  const byName = new Map(shown.map((one) => [one.name, one]));
  return (
    <>
      <ul>
        {endpoint.members.map(({ name, writer }) => {
          const member = isListed ? byName.get(name) : undefined;
          return (
            <li key={name}>
              {member === undefined ? (
                name
              ) : (
                <Button look="link" onPress={() => selectMember(member)}>
                  {name}
                </Button>
              )}{' '}
              <span className={css['quiet']}>{writer ? 'writer' : 'reader'}</span>
            </li>
          );
        })}
      </ul>
      {isListed && shown.length > 0 && (
        <Button look="link" onPress={() => toggleMembers(endpoint)}>
          {isOpen ? 'Hide in the list' : 'Show in the list'}
        </Button>
      )}
    </>
  );
}
