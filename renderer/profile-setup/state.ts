import type { ProfileRecipes } from '../../app/profile-setup/model.ts';

/** The dialogs of adding, renaming and removing profiles, with what each is about. */
export interface ProfileSetupDialogs {
  readonly 'add-profiles': object;
  /** Profiles that imported connections use and that are missing here. */
  readonly 'add-recipes': { readonly recipes: ProfileRecipes };
  readonly 'rename-profile': { readonly profile: string };
  readonly 'remove-profile': { readonly profile: string };
}
