import { useStore } from '../store.ts';
import { changeSettings } from './actions.ts';
import { RegionList } from './region-list.tsx';

/** Regions to scan beside each profile's own. */
export function RegionsField() {
  const regions = useStore((state) => state.settings.regions);
  return (
    <RegionList
      regions={regions}
      onChange={(next) => void changeSettings({ regions: [...next] })}
      note="Latchkey scans these as well as each profile’s own region. A profile’s menu can name others for it alone."
    />
  );
}
