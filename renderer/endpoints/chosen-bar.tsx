import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import css from './chosen-bar.module.css';
import { chooseAll, chosenShown, clearChosen, saveChosen } from './chosen.ts';
import { countText } from './describe.ts';

/** What can be done with the databases that are chosen. It takes no room where none are. */
export function ChosenBar({ shown }: { readonly shown: number }) {
  const count = useStore((state) => chosenShown(state).length);
  if (count === 0) return null;
  return (
    <div className={css['bar']} role="toolbar" aria-label="Chosen databases">
      <span className={css['count']} role="status">
        {count === 1 ? '1 database chosen' : `${countText(count)} databases chosen`}
      </span>
      {count < shown && (
        <Button size="small" look="quiet" onPress={chooseAll}>
          {`Choose all ${countText(shown)}`}
        </Button>
      )}
      <span className={css['end']}>
        <Button size="small" onPress={clearChosen}>
          Clear
        </Button>
        <Button size="small" look="primary" onPress={saveChosen}>
          Save as connections…
        </Button>
      </span>
    </div>
  );
}
