import type { EngineFamily } from '../../app/endpoints/model.ts';
import { gatewayChoice, type Gateway, type GatewayChange } from '../../app/gateway/model.ts';
import { useStore } from '../store.ts';
import { toastFailure } from '../toast.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { changeGateway } from './actions.ts';
import css from './gateway-section.module.css';
import { SwitchOption } from './switch-option.tsx';

const starts = [
  { id: 'by-hand', text: 'Manually' },
  { id: 'on-open', text: 'When a client is opened' },
  { id: 'with-latchkey', text: 'With Latchkey' },
] as const;

const idles: ReadonlyArray<{ readonly minutes: number | null; readonly text: string }> = [
  { minutes: null, text: 'Never' },
  { minutes: 10, text: 'After 10 minutes' },
  { minutes: 60, text: 'After 1 hour' },
  { minutes: 480, text: 'After 8 hours' },
];

const signIns = [
  { id: 'scram', text: 'SCRAM-SHA-256' },
  { id: 'cleartext', text: 'Cleartext' },
] as const;

interface Props {
  readonly gateway: Gateway;
  readonly family: EngineFamily;
  /** The connection's; empty where it names none. */
  readonly database: string;
}

/** What is chosen once, if ever; every change counts at once. */
export function GatewayOptions({ gateway, family, database }: Props) {
  const { start, localSignIn, localTls, allowsOthers, keepsPort, addsDatabase } = gateway;
  const { shape } = gatewayChoice;
  // the one system that tells whose program has connected
  const tellsUsers = useStore(({ platform }) => platform === 'linux');
  const change = (what: GatewayChange): void => void put(gateway.connectionId, what);
  return (
    <div className={css['options']}>
      <ChoiceField
        label="Starts"
        value={start}
        choices={starts}
        onChange={(id) => change({ start: shape.start.parse(id) })}
      />
      <IdleField gateway={gateway} onChange={(idleMinutes) => change({ idleMinutes })} />
      {family === 'postgres' && (
        <div>
          <ChoiceField
            label="Local login"
            value={localSignIn}
            choices={signIns}
            onChange={(id) => change({ localSignIn: shape.localSignIn.parse(id) })}
          />
          <p className={css['note']}>Cleartext is for clients without SCRAM. It stays on this machine.</p>
        </div>
      )}
      {family !== 'postgres' && database !== '' && (
        <SwitchOption
          label="Database"
          isOn={addsDatabase}
          onChange={(isWanted) => change({ addsDatabase: isWanted })}
          note="Off, such a client has no database, as with the server itself."
        >
          Use {database} if a client names none
        </SwitchOption>
      )}
      <SwitchOption
        label="Local TLS"
        isOn={localTls}
        onChange={(isWanted) => change({ localTls: isWanted })}
        note="With Latchkey’s own certificate. TLS to the database is always on and verified."
      >
        Offered to clients
      </SwitchOption>
      <SwitchOption
        label="Port"
        isOn={keepsPort}
        onChange={(isWanted) => change({ keepsPort: isWanted })}
        note="No other program can then take it while the gateway is stopped."
      >
        Keep it while Latchkey runs
      </SwitchOption>
      {tellsUsers && (
        <SwitchOption
          label="Let in"
          isOn={allowsOthers}
          onChange={(isWanted) => change({ allowsOthers: isWanted })}
          note="Off, programs of other users of this machine are refused, and containers count as such."
        >
          Other users and containers
        </SwitchOption>
      )}
    </div>
  );
}

interface IdleProps {
  readonly gateway: Gateway;
  readonly onChange: (idleMinutes: number | null) => void;
}

function IdleField({ gateway: { idleMinutes }, onChange }: IdleProps) {
  const isListed = idles.some(({ minutes }) => minutes === idleMinutes);
  const choices = isListed
    ? idles
    : [...idles, { minutes: idleMinutes, text: `After ${idleMinutes} minutes` }];
  return (
    <ChoiceField
      label="Stops if idle"
      value={String(idleMinutes)}
      choices={choices.map(({ minutes, text }) => ({ id: String(minutes), text }))}
      onChange={(id) => {
        const chosen = choices.find(({ minutes }) => String(minutes) === id);
        if (chosen !== undefined) onChange(chosen.minutes);
      }}
    />
  );
}

async function put(connectionId: string, change: GatewayChange): Promise<void> {
  const failure = await changeGateway(connectionId, change);
  if (failure !== null) toastFailure(failure);
}
