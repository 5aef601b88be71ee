import { z } from 'zod';
import type { ContractFor } from '../common/contract.ts';
import { changePreview } from '../profiles/model.ts';
import type { profileSetupChannels } from './channels.ts';
import { keysRead, profileChange, ssoAccount, ssoSessionRecipe } from './model.ts';

const nothing = z.strictObject({});
const id = z.uuid();

/** What the window asks in order to add, rename and remove AWS profiles. */
export const profileSetupContract = {
  requests: {
    /** The SSO sessions of AWS's files. */
    sessions: {
      input: nothing,
      output: z.strictObject({ sessions: z.array(ssoSessionRecipe).max(500) }),
    },
    /** Signs in where that is needed, and lists the accounts and roles that it gives access to. */
    accounts: {
      input: z.strictObject({ session: ssoSessionRecipe }),
      output: z.strictObject({
        accounts: z.array(ssoAccount).max(5_000),
        /** How many accounts would not say their roles. */
        withoutRoles: z.int().min(0),
      }),
    },
    /** Reads an access key from the clipboard; the secret part stays in main. */
    readKeys: { input: nothing, output: keysRead },
    /** Says what a change would do to AWS's files. */
    preview: { input: z.strictObject({ change: profileChange }), output: changePreview },
    /** Makes the change that a preview has shown; the id is for taking it back. */
    apply: { input: z.strictObject({ previewId: id }), output: z.strictObject({ undoId: id }) },
    /** Takes the last change back. */
    undo: { input: z.strictObject({ undoId: id }), output: nothing },
  },
  events: {},
  snapshot: {},
} as const satisfies ContractFor<typeof profileSetupChannels>;
