import { useShallow } from 'zustand/react/shallow';
import { mergeKeyOf } from '../../app/endpoints/merge.ts';
import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { stateWord } from '../profiles/state-word.ts';
import { changeSettings } from '../settings/actions.ts';
import { getState, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { filterBy } from './actions.ts';
import { waysOf } from './merged.ts';

interface Props {
  readonly endpoint: Endpoint;
}

/** With which profile a database is used that several see; the choice is remembered. */
export function WaysIn({ endpoint }: Props) {
  const ways = useStore(useShallow((state) => waysOf(state, endpoint)));
  const profiles = useStore((state) => state.profiles.profiles);
  if (!isOneOf(ways, endpoint)) return null;
  const choices = ways
    .map((way) => ({ id: way.id, text: wayText(way, profiles) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : 1));
  return (
    <ChoiceField
      label="Use profile"
      value={endpoint.id}
      choices={choices}
      onChange={(id) => {
        const way = ways.find((one) => one.id === id);
        if (way !== undefined && id !== endpoint.id) preferWay(way);
      }}
    />
  );
}

/** Says that the profile in use cannot be used now, or no longer sees the database, where another one does. */
export function WayNotice({ endpoint }: Props) {
  const ways = useStore(useShallow((state) => waysOf(state, endpoint)));
  const profiles = useStore((state) => state.profiles.profiles);
  if (!isOneOf(ways, endpoint) || isWorking(endpoint, profiles)) return null;
  const other = ways.find((way) => isWorking(way, profiles));
  if (other === undefined) return null;
  const { profile } = endpoint;
  const blocked = blockedBy(endpoint);
  return (
    <NoticeCard
      tone="amber"
      title={
        blocked === null ? `${profile} cannot be used now` : `${other.profile} can be used for this database`
      }
      action={
        <Button size="small" onPress={() => preferWay(other)}>
          Use {other.profile}
        </Button>
      }
    >
      {blocked === null
        ? `${other.profile} sees this database, too, and can be used.`
        : `What ${profile} last saw: ${blocked.message}`}
    </NoticeCard>
  );
}

/** Uses an endpoint by this way from now on. A list that is narrowed to another profile shows all of them again. */
function preferWay(way: Endpoint): void {
  const { settings, filters } = getState();
  const preferredProfiles = { ...settings.preferredProfiles, [mergeKeyOf(way)]: way.profile };
  if (filters.profile !== null && filters.profile !== way.profile) filterBy({ profile: null });
  void changeSettings({ preferredProfiles });
}

/** Whether there is a choice, and this endpoint is of it. */
function isOneOf(ways: readonly Endpoint[], endpoint: Endpoint): boolean {
  return ways.length > 1 && ways.some(({ id }) => id === endpoint.id);
}

function isWorking(way: Endpoint, profiles: readonly Profile[]): boolean {
  return blockedBy(way) === null && unusable(way, profiles) === undefined;
}

/** The profile of a way, where it cannot be used. */
function unusable({ profile }: Endpoint, profiles: readonly Profile[]): Profile | undefined {
  return profiles.find(({ name, state }) => name === profile && state.status === 'unusable');
}

function wayText(way: Endpoint, profiles: readonly Profile[]): string {
  const profile = unusable(way, profiles);
  // what cannot be used has a word whatever the time is
  return profile === undefined ? way.profile : `${way.profile} · ${stateWord(profile, 0).word}`;
}
