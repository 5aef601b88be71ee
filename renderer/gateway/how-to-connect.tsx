import { useEffect, useState } from 'react';
import type { Connection } from '../../app/connections/model.ts';
import { localHost, type Gateway } from '../../app/gateway/model.ts';
import type { Failure } from '../api.ts';
import { closeDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { changeGateway, copyForClient, renewPassword, type GatewayDetail } from './actions.ts';
import { CopyRow } from './copy-row.tsx';
import { gatewayOf } from './gateways.ts';
import css from './how-to-connect.module.css';
import { NotListening } from './not-listening.tsx';
import { PasswordRow } from './password-row.tsx';
import { RenewQuestion } from './renew-question.tsx';
import type { AboutGateway } from './state.ts';
import { TlsRows } from './tls-rows.tsx';

/** What any client is to be told, once, to be logged in by a gateway each time. */
export function HowToConnect({ connectionId }: AboutGateway) {
  const connection = useStore(({ connections }) => connections.find(({ id }) => id === connectionId));
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, connectionId));
  if (connection === undefined || gateway === null) return null;
  // gone with the dialog, and the password that it may show with it
  return <Card connection={connection} gateway={gateway} />;
}

const said: Readonly<Record<GatewayDetail, string>> = {
  host: 'Host copied.',
  port: 'Port copied.',
  user: 'User copied.',
  database: 'Database copied.',
  password: 'Local password copied.',
  caFile: 'CA file copied.',
  url: 'URL copied.',
};

interface Props {
  readonly connection: Connection;
  readonly gateway: Gateway;
}

function Card({ connection, gateway }: Props) {
  const { id, name, dbUser, database, family } = connection;
  const [copied, setCopied] = useState<{ readonly what: GatewayDetail } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [news, setNews] = useState('');
  const [isRenewing, setRenewing] = useState(false);
  /** Counts the passwords: one that is shown is hidden when there is a new one. */
  const [edition, setEdition] = useState(0);
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async (what: GatewayDetail): Promise<void> => {
    const wrong = await copyForClient(id, what);
    setFailure(wrong);
    if (wrong !== null) return;
    setCopied({ what });
    setNews(said[what]);
  };
  const turnOnTls = async (): Promise<void> => {
    const wrong = await changeGateway(id, { localTls: true });
    setFailure(wrong);
    if (wrong === null) setNews('TLS is on. Copy the CA file into your clients.');
  };
  const renew = async (): Promise<void> => {
    setRenewing(false);
    const wrong = await renewPassword(id);
    setFailure(wrong);
    if (wrong !== null) return;
    setEdition(edition + 1);
    setNews('There is a new local password. Copy it into your clients.');
  };
  const row = { copied: copied?.what ?? null, onCopy: (what: GatewayDetail) => void copy(what) };
  return (
    <Dialog
      title={`How to connect to ${name}`}
      isOpen
      onClose={() => (isRenewing ? setRenewing(false) : closeDialog())}
      footer={
        isRenewing ? (
          <RenewQuestion onKeep={() => setRenewing(false)} onRenew={() => void renew()} />
        ) : (
          <>
            <Button look="quiet" className={css['renew']} onPress={() => setRenewing(true)}>
              Renew password…
            </Button>
            <Button onPress={closeDialog}>Done</Button>
          </>
        )
      }
    >
      <div className={css['card']}>
        <p className={css['what']}>
          Enter these in any client, once. Each time it connects, Latchkey logs it in with a fresh token.
        </p>
        {gateway.state === 'stopped' && <NotListening gateway={gateway} />}
        <dl className={css['entry']}>
          <CopyRow name="Host" what="host" {...row}>
            {localHost(gateway.localTls)}
          </CopyRow>
          <CopyRow name="Port" what="port" {...row}>
            {gateway.port}
          </CopyRow>
          <CopyRow name="User" what="user" {...row}>
            {dbUser}
          </CopyRow>
          {database === '' ? (
            <CopyRow name="Database">{family === 'postgres' ? 'Same as the user' : 'None'}</CopyRow>
          ) : (
            <CopyRow name="Database" what="database" {...row}>
              {database}
            </CopyRow>
          )}
          <PasswordRow key={edition} connectionId={id} onFailure={setFailure} {...row} />
          <TlsRows isOn={gateway.localTls} onTurnOn={() => void turnOnTls()} {...row} />
          <CopyRow name="URL" what="url" isQuiet {...row}>
            All of the above, without the password
          </CopyRow>
        </dl>
        {failure !== null && (
          <p className={css['failure']} role="alert">
            {failure.message} {failure.hint}
          </p>
        )}
        <p className={css['note']}>
          The local password stays valid until you renew it. It works only through this gateway, on this
          machine.
          {edition > 0 && (
            <strong className={css['new']}> This one is new: copy it into your clients.</strong>
          )}
        </p>
        <p className="spoken" role="status">
          {news}
        </p>
      </div>
    </Dialog>
  );
}
