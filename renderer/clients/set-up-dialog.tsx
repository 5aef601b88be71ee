import { useEffect, useState } from 'react';
import type { Client, SetUpCard } from '../../app/clients/model.ts';
import type { Connection } from '../../app/connections/model.ts';
import type { Failure } from '../api.ts';
import { changeGateway, copyForClient } from '../gateway/actions.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { NotListening } from '../gateway/not-listening.tsx';
import { PasswordRow } from '../gateway/password-row.tsx';
import { closeDialog, useStore } from '../store.ts';
import { toastFailure } from '../toast.ts';
import type { SetUpTarget } from './state.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Switch } from '../ui/switch.tsx';
import { EntryCard } from './entry-card.tsx';
import { askSetUp } from './set-up-actions.ts';
import css from './set-up-dialog.module.css';

/** How a client is told of a connection's gateway once, so that what it keeps works for good. */
export function SetUpDialog(target: SetUpTarget) {
  const connection = useStore(({ connections }) => connections.find(({ id }) => id === target.connectionId));
  const client = useStore(({ programs }) => programs.clients.find(({ id }) => id === target.client));
  if (connection === undefined || client === undefined) return null;
  // gone with the dialog, and the password that it may show with it
  return <Shown target={target} connection={connection} client={client} />;
}

interface Props {
  readonly target: SetUpTarget;
  readonly connection: Connection;
  readonly client: Client;
}

function Shown({ target, connection, client }: Props) {
  const { connectionId, client: clientId } = target;
  const [card, setCard] = useState<SetUpCard | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  useEffect(() => {
    let isThere = true;
    void askSetUp({ connectionId, client: clientId }).then((reply) => {
      if (!isThere) return;
      if (reply.ok) setCard(reply.value);
      else setFailure(reply.error);
    });
    return () => {
      isThere = false;
    };
  }, [connectionId, clientId]);
  return (
    <Dialog
      title={`Set up ${connection.name} in ${client.name}`}
      isOpen
      onClose={closeDialog}
      size="wide"
      footer={<Button onPress={closeDialog}>Done</Button>}
    >
      <div className={css['card']}>
        <p className={css['what']}>
          Do this once. Each time {client.name} connects, Latchkey logs it in with a fresh token.
        </p>
        {failure !== null && (
          <p className={css['failure']} role="alert">
            {failure.message} {failure.hint}
          </p>
        )}
        {card !== null && (
          <GatewayDetail target={target} name={client.name} card={card} onFailure={setFailure} />
        )}
      </div>
    </Dialog>
  );
}

interface GatewayDetailProps {
  readonly target: SetUpTarget;
  readonly name: string;
  readonly card: SetUpCard;
  readonly onFailure: (failure: Failure | null) => void;
}

function GatewayDetail({ target, name, card, onFailure }: GatewayDetailProps) {
  const { connectionId } = target;
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, connectionId));
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copyPassword = async (): Promise<void> => {
    const wrong = await copyForClient(connectionId, 'password');
    onFailure(wrong);
    setCopied(wrong === null);
  };
  return (
    <>
      <ol className={css['steps']}>
        {card.steps.map((step) => (
          <li key={step} className={css['step']}>
            {step}
          </li>
        ))}
      </ol>
      {card.entry !== null && <EntryCard target={target} entry={card.entry} onFailure={onFailure} />}
      <dl className={css['password']}>
        <PasswordRow
          connectionId={connectionId}
          onFailure={onFailure}
          copied={isCopied ? 'password' : null}
          onCopy={() => void copyPassword()}
        />
      </dl>
      <p className={css['note']}>
        {card.entry !== null && 'The entry holds no password. '}
        {name} may keep the local password: it works only through this gateway, on this machine.
      </p>
      {gateway !== null && (
        <>
          {gateway.state === 'stopped' && <NotListening gateway={gateway} />}
          <Switch
            isOn={gateway.start === 'with-latchkey'}
            onChange={(isWanted) => void startWithLatchkey(connectionId, isWanted)}
          >
            Start this gateway with Latchkey, so that {name} can always connect
          </Switch>
        </>
      )}
      <p className="spoken" role="status">
        {isCopied ? 'Local password copied.' : ''}
      </p>
    </>
  );
}

async function startWithLatchkey(connectionId: string, isWanted: boolean): Promise<void> {
  const failure = await changeGateway(connectionId, { start: isWanted ? 'with-latchkey' : 'on-open' });
  if (failure !== null) toastFailure(failure);
}
