import { closeDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { closeAllSessions, stopNow } from './actions.ts';
import { gatewayOf } from './gateways.ts';
import type { AboutGateway } from './state.ts';
import { programText, sessionsText } from './words.ts';

/** Asks before sessions are closed by stopping their gateway. */
export function StopGateway({ connectionId }: AboutGateway) {
  return (
    <Question
      connectionId={connectionId}
      ask={(count) => (count === 0 ? 'Stop the gateway?' : `Stop and close ${sessionsText(count)}?`)}
      verb="Stop"
      onYes={() => void stopNow(connectionId)}
    />
  );
}

/** Asks before all sessions of a gateway are closed. */
export function CloseSessions({ connectionId }: AboutGateway) {
  return (
    <Question
      connectionId={connectionId}
      ask={(count) => (count === 0 ? 'Close all sessions?' : `Close ${sessionsText(count)}?`)}
      verb="Close sessions"
      onYes={() => void closeAllSessions(connectionId)}
    />
  );
}

interface Props extends AboutGateway {
  /** The question, for so many sessions. */
  readonly ask: (count: number) => string;
  /** What the button that does it says. */
  readonly verb: string;
  readonly onYes: () => void;
}

function Question({ connectionId, ask, verb, onYes }: Props) {
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, connectionId));
  const connection = useStore(({ connections }) => connections.find(({ id }) => id === connectionId));
  const count = gateway?.sessionCount ?? 0;
  return (
    <Dialog
      title={ask(count)}
      isOpen
      onClose={closeDialog}
      footer={
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- where Enter does no harm */}
          <Button autoFocus onPress={closeDialog}>
            Cancel
          </Button>
          <Button
            look="danger"
            onPress={() => {
              closeDialog();
              onYes();
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      <p>
        {count === 0
          ? 'No client is connected now.'
          : `Connected to ${connection?.name ?? 'it'}: ${whoText(gateway?.sessions ?? [])}. Anything they have not committed will be lost.`}
      </p>
    </Dialog>
  );
}

/** Whose sessions they are: "psql, DBeaver, Grafana and others". */
function whoText(sessions: ReadonlyArray<{ readonly program: string }>): string {
  const names = [...new Set(sessions.map(programText))];
  const shown = names.slice(0, 3);
  return names.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
}
