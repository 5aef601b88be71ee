import type { Settings } from '../../app/settings/model.ts';
import { closeDialog, getState, useStore } from '../store.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { changeSettings } from './actions.ts';
import { RegionList } from './region-list.tsx';
import css from './settings-dialog.module.css';
import type { SettingsDialogs } from './state.ts';

const choices = [
  { id: 'usual', text: 'Its own region and those in the settings' },
  { id: 'all', text: 'All regions that its account has enabled' },
  { id: 'chosen', text: 'Only the regions below' },
] as const;

/** Where one profile is scanned; every change counts at once. */
export function ScanScopeDialog({ profile }: SettingsDialogs['scan-scope']) {
  const scope = useStore((state) => state.settings.scanScopes[profile]);
  const own = useStore(({ profiles }) => profiles.profiles.find(({ name }) => name === profile)?.region);
  const chosen = scope === undefined ? 'usual' : scope === 'all' ? 'all' : 'chosen';
  return (
    <Dialog title={`Regions of ${profile}`} isOpen onClose={closeDialog}>
      <div className={css['settings']}>
        <div className={css['setting']}>
          <ChoiceField
            label="Scan"
            value={chosen}
            choices={choices}
            onChange={(id) => {
              if (id === chosen) return;
              const first = [own ?? 'us-east-1'];
              changeScope(profile, id === 'all' ? 'all' : id === 'chosen' ? first : undefined);
            }}
          />
          {chosen === 'all' && (
            <p className={css['note']}>
              AWS is asked which ones these are (account:ListRegions, or ec2:DescribeRegions). Where it may
              not be asked, all regions of the partition are tried.
            </p>
          )}
        </div>
        {Array.isArray(scope) && (
          <RegionList
            keepsOne
            regions={scope}
            onChange={(regions) => changeScope(profile, [...regions])}
            note="No other region is scanned with this profile."
          />
        )}
      </div>
    </Dialog>
  );
}

function changeScope(profile: string, scope: Settings['scanScopes'][string] | undefined): void {
  const { [profile]: _before, ...others } = getState().settings.scanScopes;
  void changeSettings({ scanScopes: scope === undefined ? others : { ...others, [profile]: scope } });
}
