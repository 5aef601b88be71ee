import type { Scan } from '../../app/endpoints/model.ts';
import { newConnection } from '../connections/actions.ts';
import type { UiModule } from '../module.ts';
import { prepareIndex } from './search.ts';
import { selectArrived, selectedShown } from '../selection.ts';
import { getState, useStore, type State } from '../store.ts';
import { currentRows } from './actions.ts';
import { chooseAll, chooseByStep, saveChosen, toggleChosen } from './chosen.ts';
import { countText } from './describe.ts';

/** What the window has of the databases that were found. */
export const endpoints: UiModule = {
  mirror: ({ endpoints: bridge }, { now, soon }) => [
    bridge.onScanned((scan) => soon(({ scans }) => ({ scans: withScan(scans, scan) }))),
    bridge.onRemoved((gone) =>
      now(({ scans }) => ({ scans: scans.filter((scan) => !isSameRegion(scan, gone)) })),
    ),
    bridge.onRemembered(({ endpointId, signIn }) =>
      now(({ signIns }) => ({ signIns: { ...signIns, [endpointId]: signIn } })),
    ),
    useStore.subscribe(({ scans }, before) => {
      if (scans === before.scans) return;
      prepareIndex(scans);
      selectArrived();
    }),
  ],
  commands: [
    {
      id: 'save-as-connection',
      text: 'Save the database as a connection',
      keys: ['S'],
      where: 'list',
      isEnabled: (state) => (selectedShown(state)?.endpoint ?? null) !== null,
      run: () =>
        getState().chosen.size > 0 ? saveChosen() : newConnection(selectedShown()?.endpoint ?? undefined),
    },
    {
      id: 'choose-more',
      text: 'Choose databases up or down',
      keys: ['Shift+ArrowUp', 'Shift+ArrowDown'],
      where: 'list',
      repeats: true,
      isEnabled: isDatabases,
      run: (key) => chooseByStep(key === 'ArrowUp' ? -1 : 1),
    },
    {
      id: 'choose-one',
      text: 'Choose the database too, or leave it out',
      keys: ['X'],
      where: 'list',
      isEnabled: (state) => isDatabases(state) && selectedShown(state) !== null,
      run: () => {
        const { selectedId } = getState();
        if (selectedId !== null) toggleChosen(selectedId);
      },
    },
    {
      id: 'choose-all',
      text: 'Choose all databases that are listed',
      keys: ['Mod+A'],
      where: 'list',
      isEnabled: isDatabases,
      run: chooseAll,
    },
    {
      id: 'save-listed',
      text: 'Save all databases that are listed as connections…',
      where: 'anywhere',
      isEnabled: (state) => isDatabases(state) && currentRows(state).shown > 1,
      inPalette: (state) =>
        `Save the ${countText(currentRows(state).shown)} listed databases as connections…`,
      run: () => {
        chooseAll();
        saveChosen();
      },
    },
  ],
};

function isDatabases({ view }: State): boolean {
  return view === 'databases';
}

function isSameRegion(a: Pick<Scan, 'profile' | 'region'>, b: Pick<Scan, 'profile' | 'region'>): boolean {
  return a.profile === b.profile && a.region === b.region;
}

function withScan(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const index = scans.findIndex((known) => isSameRegion(known, scan));
  return index === -1 ? [...scans, scan] : scans.with(index, scan);
}
