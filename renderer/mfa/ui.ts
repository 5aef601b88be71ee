import type { UiModule } from '../module.ts';
import type { State } from '../store.ts';
import { askForMfaCode } from './actions.ts';

/** What the window has of MFA. */
export const mfa: UiModule = {
  mirror: ({ mfa: bridge }, { now }) => [bridge.onChanged((mfaQuestions) => now(() => ({ mfaQuestions })))],
  offers: ({ profiles }: State) =>
    profiles.profiles
      .filter(({ state }) => state.status === 'unusable' && state.error.code === 'mfa-needed')
      .map(({ name }) => ({
        id: `mfa ${name}`,
        text: `Enter the MFA code for ${name}`,
        run: () => void askForMfaCode(name),
      })),
};
