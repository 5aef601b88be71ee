import type { NetworkRoute } from '../../app/tunnels/model.ts';
import { closeDialog } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import css from './network-route.module.css';
import { networkText, setDefaultRoute } from './network-route.ts';
import type { AboutNetwork } from './state.ts';

/** Asks how the databases of a private network are reached, and goes on with what had to know it. */
export function NetworkRouteDialog({ endpoint, goOn }: AboutNetwork) {
  const { name } = endpoint;
  const answer = async (route: NetworkRoute): Promise<void> => {
    if (!(await setDefaultRoute(endpoint, route))) return;
    closeDialog();
    goOn();
  };
  return (
    <Dialog
      title={`How do you reach ${name}?`}
      isOpen
      onClose={closeDialog}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button onPress={() => void answer({ kind: 'direct' })}>Directly</Button>
          <Button
            look="primary"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- Enter goes on with what needs nothing else
            autoFocus
            onPress={() => void answer({ kind: 'session-manager', target: null })}
          >
            By Session Manager
          </Button>
        </>
      }
    >
      <p>{name} is in a private network and does not answer from here.</p>
      <dl className={css['ways']}>
        <div>
          <dt>Session Manager</dt>
          <dd>Latchkey finds a node in the network that leads there. Nothing to install.</dd>
        </div>
        <div>
          <dt>Directly</dt>
          <dd>You connect to a VPN first.</dd>
        </div>
      </dl>
      <p className={css['note']}>
        Latchkey remembers this for {networkText(endpoint)}. The inspector shows it and can change it.
      </p>
    </Dialog>
  );
}
