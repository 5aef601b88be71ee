import type { Scan } from '../../app/endpoints/model.ts';
import { newConnection } from '../connections/actions.ts';
import type { UiModule } from '../module.ts';
import { selectArrived, selectedShown } from '../selection.ts';
import { useStore } from '../store.ts';

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
      if (scans !== before.scans) selectArrived();
    }),
  ],
  commands: [
    {
      id: 'save-as-connection',
      text: 'Save the database as a connection',
      keys: ['S'],
      where: 'list',
      isEnabled: (state) => (selectedShown(state)?.endpoint ?? null) !== null,
      run: () => newConnection(selectedShown()?.endpoint ?? undefined),
    },
  ],
};

function isSameRegion(a: Pick<Scan, 'profile' | 'region'>, b: Pick<Scan, 'profile' | 'region'>): boolean {
  return a.profile === b.profile && a.region === b.region;
}

function withScan(scans: readonly Scan[], scan: Scan): readonly Scan[] {
  const index = scans.findIndex((known) => isSameRegion(known, scan));
  return index === -1 ? [...scans, scan] : scans.with(index, scan);
}
