import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure';
import type { Connection } from '../../app/connections/model.ts';
import type { Gateway } from '../../app/gateway/model.ts';
import { useClock } from '../clock.ts';
import { checkAccess } from '../doctor/actions.ts';
import { countText } from '../endpoints/describe.ts';
import { Fact } from '../endpoints/facts.tsx';
import { show } from '../selection.ts';
import { useStore } from '../store.ts';
import { subjectOfConnection } from '../subject.ts';
import { Dot } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { Switch } from '../ui/switch.tsx';
import { showHowToConnect, startGateway, stopGateway } from './actions.ts';
import css from './gateway-section.module.css';
import { gatewayOf, isOn } from './gateways.ts';
import { GatewayOptions } from './options.tsx';
import { PortField } from './port-field.tsx';
import { gatewayAddress, lastsText, programText, sessionsText } from './words.ts';

/** The gateway of a connection in its inspector: whether it listens, where, for whom, and what went wrong last. */
export function GatewaySection({ connection }: { readonly connection: Connection }) {
  const { id, name } = connection;
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, id));
  const heading = useId();
  return (
    <section className={css['section']} aria-labelledby={heading}>
      <div className={css['head']}>
        <h3 className={css['heading']} id={heading}>
          Gateway
        </h3>
        <Switch
          isOn={isOn(gateway)}
          onChange={(isWanted) => void (isWanted ? startGateway(id) : stopGateway(id))}
        >
          <span className="spoken">Gateway of {name}</span>
        </Switch>
      </div>
      {gateway === null ? (
        <p className={css['what']}>
          A port on this machine that logs any client in, with a fresh token each time.
        </p>
      ) : (
        <Known connection={connection} gateway={gateway} />
      )}
    </section>
  );
}

interface Props {
  readonly connection: Connection;
  readonly gateway: Gateway;
}

function Known({ connection, gateway }: Props) {
  const { lastFailure } = gateway;
  return (
    <>
      <State gateway={gateway} />
      <div className={css['facts']}>
        <PortField key={gateway.connectionId} gateway={gateway} />
        {(gateway.state === 'running' || lastFailure !== null) && (
          <dl className={css['facts']}>
            {gateway.state === 'running' && <Sessions gateway={gateway} />}
            {lastFailure !== null && <LastFailure failure={lastFailure} connection={connection} />}
          </dl>
        )}
      </div>
      <Disclosure>
        <div className={css['actions']}>
          <Button size="small" onPress={() => showHowToConnect(connection)}>
            How to connect…
          </Button>
          <AriaButton slot="trigger" className={css['trigger'] ?? ''}>
            Options
            <ChevronDown size={14} aria-hidden="true" />
          </AriaButton>
        </div>
        <DisclosurePanel className={css['panel'] ?? ''}>
          <GatewayOptions gateway={gateway} family={connection.family} database={connection.database} />
        </DisclosurePanel>
      </Disclosure>
    </>
  );
}

/** How it stands, in words; a failure takes the place of "Stopped". */
function State({ gateway }: Pick<Props, 'gateway'>) {
  const { state, error, keepsPort } = gateway;
  return (
    <div className={css['state']} role="status">
      {error !== null ? (
        <NoticeCard
          tone="red"
          title={error.message}
          action={
            <Button size="small" onPress={() => void startGateway(gateway.connectionId)}>
              Try again
            </Button>
          }
        >
          {error.hint}
        </NoticeCard>
      ) : (
        <p className={css['line']}>
          <Dot tone={state === 'running' ? 'good' : 'quiet'} />
          {state === 'running' && (
            <span>
              Listening on <code className={css['address']}>{gatewayAddress(gateway)}</code>
            </span>
          )}
          {state === 'starting' && 'Starting…'}
          {state === 'stopped' && (keepsPort ? 'Stopped. The port is kept.' : 'Stopped')}
        </p>
      )}
    </div>
  );
}

function Sessions({ gateway: { sessionCount, sessions } }: Pick<Props, 'gateway'>) {
  const waiting = sessions.filter(({ state }) => state === 'waiting').length;
  return (
    <Fact name="Clients">
      <span className={css['sessions']}>
        {sessionsText(sessionCount)}
        {waiting > 0 && <span className={css['waiting']}>{countText(waiting)} waiting</span>}
        {sessionCount > 0 && (
          <Button look="link" onPress={() => show('active')}>
            Show
          </Button>
        )}
      </span>
    </Fact>
  );
}

interface LastFailureProps {
  readonly failure: NonNullable<Gateway['lastFailure']>;
  readonly connection: Connection;
}

function LastFailure({ failure, connection }: LastFailureProps) {
  const { at, error } = failure;
  const since = useClock((now) => lastsText(now - at));
  return (
    <Fact name="Last failure">
      <p className={css['cause']}>{error.message}</p>
      {error.hint !== undefined && <p className={css['quiet']}>{error.hint}</p>}
      <p className={css['quiet']}>
        {programText(failure)},{' '}
        <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
          {since} ago
        </time>
      </p>
      <Button look="link" onPress={() => void checkAccess(subjectOfConnection(connection))}>
        Find out why
      </Button>
    </Fact>
  );
}
