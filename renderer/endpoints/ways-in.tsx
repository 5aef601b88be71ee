import { mergeKeyOf } from '../../app/endpoints/merge.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { changeSettings } from '../settings/actions.ts';
import { getState, useStore } from '../store.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { select } from './actions.ts';
import { mergedOf } from './merged.ts';

/** With which profile a database is used that several see; the choice is remembered. */
export function WaysIn({ endpoint }: { readonly endpoint: Endpoint }) {
  const scans = useStore((state) => state.scans);
  const profiles = useStore((state) => state.profiles.profiles);
  const preferred = useStore((state) => state.settings.preferredProfiles);
  const ways = mergedOf({ scans, profiles, preferred }).ways.get(endpoint.id) ?? [];
  if (ways.length < 2) return null;
  return (
    <ChoiceField
      label="Use with profile"
      value={endpoint.id}
      choices={ways.map(({ id, profile }) => ({ id, text: profile }))}
      onChange={(id) => {
        const way = ways.find((one) => one.id === id);
        if (way !== undefined && id !== endpoint.id) prefer(way);
      }}
    />
  );
}

function prefer(way: Endpoint): void {
  const { preferredProfiles } = getState().settings;
  void changeSettings({ preferredProfiles: { ...preferredProfiles, [mergeKeyOf(way)]: way.profile } });
  select(way.id);
}
