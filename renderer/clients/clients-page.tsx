import { ChevronDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { Client } from '../../app/clients/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { refreshClients } from './choose-actions.ts';
import { ClientRow } from './client-row.tsx';
import css from './clients-page.module.css';
import { OwnClients } from './own-clients.tsx';
import { Part } from './part.tsx';

/** Every client that Latchkey knows, where it is, and the programs of one's own. */
export function ClientsPage() {
  const { clients, own } = useStore((state) => state.programs);
  const [isLooking, setLooking] = useState(true);
  const look = (): void => {
    setLooking(true);
    void refreshClients().then(() => setLooking(false));
  };
  // versions are asked for only where somebody reads them
  useEffect(() => void refreshClients().then(() => setLooking(false)), []);

  const known = clients.filter(({ id }) => !own.some((one) => one.id === id));
  // one that is not where the user says is theirs to put right, and not among those that nobody has
  const there = known.filter(({ found, isPathSet }) => found !== null || isPathSet);
  const missing = known.filter((client) => !there.includes(client));
  return (
    <div className={css['page']}>
      <Part
        id="clients-found"
        title="On this machine"
        action={
          <Button look="quiet" size="small" isDisabled={isLooking} onPress={look}>
            {isLooking ? 'Looking…' : 'Look again'}
          </Button>
        }
      >
        {there.length === 0 ? (
          <p className={css['none']}>None of the clients that Latchkey knows was found.</p>
        ) : (
          <Rows clients={there} label="Clients on this machine" />
        )}
        {missing.length > 0 && (
          <Disclosure>
            {({ isExpanded }) => (
              <>
                <AriaButton slot="trigger" className={css['trigger'] ?? ''}>
                  {isExpanded ? 'Hide' : 'Show'} the {missing.length} that were not found
                  <ChevronDown size={14} aria-hidden="true" />
                </AriaButton>
                <DisclosurePanel>
                  <Rows clients={missing} label="Clients that were not found" />
                </DisclosurePanel>
              </>
            )}
          </Disclosure>
        )}
      </Part>
      <OwnClients />
    </div>
  );
}

function Rows({ clients, label }: { readonly clients: readonly Client[]; readonly label: string }) {
  return (
    <ul className={css['rows']} aria-label={label}>
      {clients.map((client) => (
        <ClientRow key={client.id} client={client} />
      ))}
    </ul>
  );
}
