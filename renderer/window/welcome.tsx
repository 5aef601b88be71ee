import { Button } from '../ui/button.tsx';
import { keyOf } from '../commands.ts';
import { countEndpoints } from '../endpoints/catalogue.ts';
import { countText } from '../endpoints/describe.ts';
import { merged } from '../endpoints/merged.ts';
import { keepWelcomed } from '../remembered.ts';
import { openDialog, setState, useStore, type State } from '../store.ts';
import css from './welcome.module.css';

/** What someone who has never logged in with Latchkey needs to know, in four keys. It goes with the first token. */
export function Welcome() {
  const isShown = useStore(isFirstRun);
  // a database that several profiles see is one
  const scans = useStore((state) => merged(state).scans);
  const platform = useStore((state) => state.platform);
  if (!isShown) return null;
  const regions = new Set(scans.map(({ region }) => region));
  const keys: ReadonlyArray<readonly [command: string, what: string]> = [
    ['open', 'opens the database, logged in'],
    ['copy-token', 'copies a token'],
    ['save-as-connection', 'saves it as a connection'],
    ['palette', 'finds everything by name'],
  ];
  return (
    <section className={css['card']} aria-label="First steps">
      <div className={css['text']}>
        <h2 className={css['title']}>Type a few letters, then:</h2>
        <ul className={css['keys']}>
          {keys.map(([command, what]) => (
            <li key={command}>
              <kbd className={css['key']}>{keyOf(command, platform)}</kbd> {what}
            </li>
          ))}
        </ul>
        <p className={css['where']}>
          {countText(countEndpoints(scans))} found in {[...regions].toSorted().join(', ')}. Is one missing?{' '}
          <Button look="link" onPress={() => openDialog({ kind: 'settings', page: 'general' })}>
            Add regions
          </Button>
        </p>
      </div>
      <Button size="small" onPress={dismiss}>
        Got it
      </Button>
    </section>
  );
}

function dismiss(): void {
  keepWelcomed();
  setState({ isWelcomed: true });
}

function isFirstRun({ phase, isWelcomed, scans, signIns, leases, connections }: State): boolean {
  return (
    phase === 'ready' &&
    !isWelcomed &&
    Object.keys(signIns).length === 0 &&
    leases.length === 0 &&
    connections.length === 0 &&
    countEndpoints(scans) > 0
  );
}
