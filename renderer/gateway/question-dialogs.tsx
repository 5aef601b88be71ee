import { setState, useStore, type DialogName } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { closeAllSessions, stopNow } from './actions.ts';
import { gatewayOf } from './gateways.ts';
import { programText, sessionsText } from './words.ts';

/** Asks before sessions are closed: by stopping a gateway, or all of them at once. */
export function GatewayQuestions() {
  return (
    <>
      <Question
        name="stop-gateway"
        ask={(count) => (count === 0 ? 'Stop the gateway?' : `Stop and close ${sessionsText(count)}?`)}
        verb="Stop"
        onYes={(id) => void stopNow(id)}
      />
      <Question
        name="close-sessions"
        ask={(count) => (count === 0 ? 'Close all sessions?' : `Close ${sessionsText(count)}?`)}
        verb="Close sessions"
        onYes={(id) => void closeAllSessions(id)}
      />
    </>
  );
}

interface Props {
  readonly name: DialogName;
  /** The question, for so many sessions. */
  readonly ask: (count: number) => string;
  /** What the button that does it says. */
  readonly verb: string;
  readonly onYes: (connectionId: string) => void;
}

function Question({ name, ask, verb, onYes }: Props) {
  const asked = useStore((state) => (state.dialog === name ? state.gatewayAsked : null));
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, asked));
  const connection = useStore(({ connections }) => connections.find(({ id }) => id === asked));
  const count = gateway?.sessionCount ?? 0;
  const close = (): void => setState({ dialog: null });
  return (
    <Dialog
      title={ask(count)}
      isOpen={asked !== null}
      onClose={close}
      footer={
        <>
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- where Enter does no harm */}
          <Button autoFocus onPress={close}>
            Cancel
          </Button>
          <Button
            look="danger"
            onPress={() => {
              close();
              if (asked !== null) onYes(asked);
            }}
          >
            {verb}
          </Button>
        </>
      }
    >
      <p>
        {count === 0
          ? 'No client is connected any more.'
          : `Connected to ${connection?.name ?? 'it'}: ${whoText(gateway?.sessions ?? [])}. What they have not committed is lost.`}
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
