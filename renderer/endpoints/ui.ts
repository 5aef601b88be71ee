import { clusterKeyOf } from '../../app/endpoints/members.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { newConnection } from '../connections/actions.ts';
import type { UiModule } from '../module.ts';
import { prepareIndex } from './search.ts';
import { selectArrived, selectedShown } from '../selection.ts';
import { getState, useStore, type State } from '../store.ts';
import { cancelScan, currentRows, followShown, refreshProfile, refreshRegion } from './actions.ts';
import { chooseAll, chooseByStep, saveChosen, toggleChosen } from './chosen.ts';
import { countText } from './describe.ts';
import { askForRest, mirrorScans } from './mirror-scans.ts';
import { hasMembers, toggleMembers } from './open-clusters.ts';

/** What the window has of the databases that were found. */
export const endpoints: UiModule = {
  mirror: ({ endpoints: bridge }, { now, soon }) => [
    ...mirrorScans(bridge, { now, soon }),
    bridge.onRemembered(({ endpointId, signIn }) =>
      now(({ signIns }) => ({ signIns: { ...signIns, [endpointId]: signIn } })),
    ),
    useStore.subscribe(({ scans, phase, profiles, settings, filters }, before) => {
      if (phase === 'ready' && before.phase !== 'ready') void askForRest();
      const isAsBefore =
        scans === before.scans &&
        profiles === before.profiles &&
        settings.preferredProfiles === before.settings.preferredProfiles &&
        filters.profile === before.filters.profile;
      if (!isAsBefore) followShown();
      if (scans === before.scans) return;
      prepareIndex(scans);
      selectArrived();
    }),
  ],
  commands: [
    {
      id: 'cancel-scan',
      text: 'Stop scanning',
      where: 'anywhere',
      inPalette: true,
      isEnabled: ({ progress }) => progress !== null,
      run: cancelScan,
    },
    {
      id: 'refresh-region',
      text: 'Refresh this region',
      where: 'list',
      inPalette: (state) => `Refresh ${regionText(selectedShown(state)?.endpoint ?? null)}`,
      isEnabled: (state) => (selectedShown(state)?.endpoint ?? null) !== null,
      run: () => refreshSelected((endpoint) => refreshRegion(endpoint)),
    },
    {
      id: 'refresh-profile',
      text: 'Refresh this profile',
      where: 'list',
      inPalette: (state) => `Refresh ${selectedShown(state)?.endpoint?.profile ?? 'this profile'}`,
      isEnabled: (state) => (selectedShown(state)?.endpoint ?? null) !== null,
      run: () => refreshSelected(({ profile }) => refreshProfile(profile)),
    },
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
      id: 'show-members',
      text: 'Show the cluster’s members in the list, or hide them',
      keys: ['M'],
      where: 'list',
      inPalette: (state) => {
        const endpoint = selectedShown(state)?.endpoint ?? null;
        return isOpen(endpoint, state)
          ? 'Hide the cluster’s members in the list'
          : 'Show the cluster’s members in the list';
      },
      isEnabled: (state) => {
        const endpoint = selectedShown(state)?.endpoint ?? null;
        return isDatabases(state) && endpoint !== null && hasMembers(endpoint, state);
      },
      run: () => {
        const endpoint = selectedShown()?.endpoint ?? null;
        if (endpoint !== null) toggleMembers(endpoint);
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

function isOpen(endpoint: Endpoint | null, { openClusters }: State): boolean {
  return endpoint !== null && openClusters.has(clusterKeyOf(endpoint) ?? '');
}

function regionText(endpoint: Endpoint | null): string {
  return endpoint === null ? 'this region' : `${endpoint.region} of ${endpoint.profile}`;
}

function refreshSelected(refresh: (endpoint: Endpoint) => void): void {
  const endpoint = selectedShown()?.endpoint ?? null;
  if (endpoint !== null) refresh(endpoint);
}
