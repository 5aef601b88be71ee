import { identityEndNote } from '../../app/connect/model.ts';
import type { UiModule } from '../module.ts';
import { toast } from '../toast.ts';

/** What the window has of AWS profiles. */
export const profiles: UiModule = {
  mirror: ({ profiles: bridge, connect }, { soon }) => [
    bridge.onChanged((changed) => soon(() => ({ profiles: changed }))),
    connect.onIdentityEnding((end) => {
      const { title, body } = identityEndNote(end, Date.now());
      toast({ tone: 'error', message: `${title}.`, hint: body });
    }),
  ],
};
