import { Button } from '../ui/button.tsx';
import { countEndpoints } from '../endpoints/catalogue.ts';
import { countText } from '../endpoints/describe.ts';
import { keepWelcomed } from '../remembered.ts';
import { setState, useStore, type State } from '../store.ts';
import css from './welcome.module.css';

/** What someone who has never signed in with Latchkey needs to know, in four keys. It goes with the first token. */
export function Welcome() {
  const isShown = useStore(isFirstRun);
  const scans = useStore((state) => state.scans);
  const isMac = useStore((state) => state.platform === 'darwin');
  if (!isShown) return null;
  const regions = new Set(scans.map(({ region }) => region));
  const mod = isMac ? '⌘' : 'Ctrl';
  const keys: ReadonlyArray<readonly [keys: string, what: string]> = [
    ['Enter', 'opens the database, signed in'],
    [`${mod} C`, 'copies a token'],
    ['S', 'saves it as a connection'],
    [`${mod} K`, 'finds everything by name'],
  ];
  return (
    <section className={css['card']} aria-label="First steps">
      <div className={css['text']}>
        <h2 className={css['title']}>Type a few letters, then:</h2>
        <ul className={css['keys']}>
          {keys.map(([key, what]) => (
            <li key={key}>
              <kbd className={css['key']}>{key}</kbd> {what}
            </li>
          ))}
        </ul>
        <p className={css['where']}>
          {countText(countEndpoints(scans))} found in {[...regions].toSorted().join(', ')}. Is one missing?{' '}
          <Button look="link" onPress={() => setState({ dialog: 'settings' })}>
            Look into more regions
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
