import type { DialogComponents, UiModule } from '../module.ts';
import { openDialog } from '../store.ts';
import { addProfiles } from './actions.ts';
import { AddProfilesDialog } from './add-profiles-dialog.tsx';
import { AddRecipesDialog } from './add-recipes-dialog.tsx';
import { RemoveProfileDialog } from './remove-profile-dialog.tsx';
import { RenameProfileDialog } from './rename-profile-dialog.tsx';
import type { ProfileSetupDialogs } from './state.ts';

const dialogs: DialogComponents<ProfileSetupDialogs> = {
  'add-profiles': AddProfilesDialog,
  'add-recipes': AddRecipesDialog,
  'rename-profile': RenameProfileDialog,
  'remove-profile': RemoveProfileDialog,
};

/** What the window has of adding, renaming and removing profiles. */
export const profileSetup: UiModule = {
  dialogs,
  commands: [
    {
      id: 'add-profiles',
      text: 'Add AWS profiles…',
      where: 'anywhere',
      inPalette: true,
      run: addProfiles,
    },
  ],
  offers: ({ profiles: { profiles } }) =>
    profiles.flatMap(({ name }) => [
      {
        id: `rename-profile ${name}`,
        text: `Rename profile ${name}`,
        run: () => openDialog({ kind: 'rename-profile', profile: name }),
      },
      {
        id: `remove-profile ${name}`,
        text: `Remove profile ${name}`,
        run: () => openDialog({ kind: 'remove-profile', profile: name }),
      },
    ]),
};
