import { Copy, X } from 'lucide-react';
import { memo } from 'react';
import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';
import { checkAccess } from '../doctor/actions.ts';
import { CanIConnect } from '../doctor/can-i-connect.tsx';
import { uncheckable } from '../doctor/checkable.ts';
import { runPrimary } from '../clients/actions.ts';
import { OpenActions } from '../clients/open-button.tsx';
import { LeaseCard } from '../tokens/lease-card.tsx';
import { PrivateNetwork } from '../tunnels/private-network.tsx';
import { EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { copyHost } from '../copy-formats/copy-host.ts';
import { SaveAsConnection } from '../connections/save-as-connection.tsx';
import { subjectOf } from '../subject.ts';
import { closeInspector, openPage } from '../window/actions.ts';
import { addressText, statusWord } from './describe.ts';
import { Facts } from './facts.tsx';
import css from './inspector.module.css';
import { SignInFields } from './sign-in-fields.tsx';
import { WayNotice, WaysIn } from './ways-in.tsx';

interface Props {
  readonly endpoint: Endpoint;
}

/** Everything about an endpoint, and what can be done with it. */
export const EndpointInspector = memo(function EndpointInspector({ endpoint }: Props) {
  const { name, environment, address } = endpoint;
  const blocked = blockedBy(endpoint);
  return (
    <>
      <header className={css['header']}>
        <div className={css['title']}>
          <h2 className={css['name']} title={name}>
            {name}
          </h2>
          <EnvironmentTag environment={environment} />
          <Button
            look="quiet"
            size="icon"
            className={css['close']}
            aria-label="Close inspector"
            onPress={closeInspector}
          >
            <X size={16} />
          </Button>
        </div>
        {address !== null && (
          <div className={css['address']}>
            <code className={css['host']}>{addressText(address)}</code>
            <Button
              look="quiet"
              size="icon"
              aria-label="Copy host"
              onPress={() => void copyHost(subjectOf(endpoint))}
            >
              <Copy size={13} />
            </Button>
          </div>
        )}
      </header>
      <div className={css['body']}>
        <WayNotice endpoint={endpoint} />
        {blocked === null ? <Usable endpoint={endpoint} /> : <Blocked endpoint={endpoint} />}
        <Facts endpoint={endpoint} />
      </div>
    </>
  );
});

function Usable({ endpoint }: { readonly endpoint: Endpoint }) {
  const status = statusWord(endpoint.status);
  return (
    <>
      {status !== null && (
        <NoticeCard tone="amber" title={`AWS says: ${endpoint.status}`}>
          It does not answer in this state. You can still copy a token.
        </NoticeCard>
      )}
      <LeaseCard subject={subjectOf(endpoint)} />
      <OpenActions subject={subjectOf(endpoint)} />
      <WaysIn endpoint={endpoint} />
      <SignInFields endpoint={endpoint} onEnter={() => void runPrimary(subjectOf(endpoint))} />
      <PrivateNetwork endpoint={endpoint} />
      <CanIConnect subject={subjectOf(endpoint)} />
      <SaveAsConnection endpoint={endpoint} />
    </>
  );
}

/** A database that takes no token now. Where IAM authentication is only off, the doctor has what turns it on. */
function Blocked({ endpoint }: { readonly endpoint: Endpoint }) {
  const blocked = blockedBy(endpoint);
  if (blocked === null) return null;
  const subject = subjectOf(endpoint);
  const canBeChecked = uncheckable(endpoint) === null;
  return (
    <>
      <NoticeCard
        title={blocked.message}
        action={
          canBeChecked ? (
            <Button size="small" onPress={() => void checkAccess(subject)}>
              Find out how to turn it on
            </Button>
          ) : blocked.code === 'iam-off' ? (
            <Guide />
          ) : undefined
        }
      >
        {blocked.hint}
      </NoticeCard>
      <WaysIn endpoint={endpoint} />
      {canBeChecked && (
        <>
          <SignInFields endpoint={endpoint} onEnter={() => void checkAccess(subject)} />
          <CanIConnect subject={subject} />
          <div className={css['guide']}>
            <Guide />
          </div>
        </>
      )}
    </>
  );
}

function Guide() {
  return (
    <Button look="link" onPress={() => openPage('iam-authentication')}>
      Read how in the AWS guide
    </Button>
  );
}
