import { z } from 'zod';
import { address } from '../common/address.ts';
import type { ContractFor } from '../common/contract.ts';
import { regionCode } from '../endpoints/model.ts';
import { profileName } from '../profiles/model.ts';
import {
  defaultRoute,
  MAX_DEFAULT_ROUTES,
  MAX_SSH_QUESTIONS,
  networkRoute,
  nodesFound,
  sessionTarget,
  sshAnswer,
  sshQuestion,
} from './model.ts';
import type { tunnelsChannels } from './channels.ts';

const nothing = z.strictObject({});
const id = z.string().max(64);
const questions = z.array(sshQuestion).max(MAX_SSH_QUESTIONS);
const defaultRoutes = z.array(defaultRoute).max(MAX_DEFAULT_ROUTES);

/** What the window asks of tunnels, and is told of them. */
export const tunnelsContract = {
  requests: {
    /** Looks for nodes that a database might be reached through, as a connection that may not be saved yet says. */
    findNodes: {
      input: z.strictObject({ profile: profileName, region: regionCode, address }),
      output: nodesFound,
    },
    /** Copies the IAM policy that a tunnel needs; for any node where null. */
    copyPolicy: {
      input: z.strictObject({ region: regionCode, target: sessionTarget.nullable() }),
      output: nothing,
    },
    /** Whether something answers at an address from here, within two seconds. */
    answers: { input: z.strictObject({ address }), output: z.strictObject({ answers: z.boolean() }) },
    /** Remembers how the databases of a private network are reached; null has it asked again. */
    setDefaultRoute: {
      input: z.strictObject({ network: defaultRoute.shape.network, route: networkRoute.nullable() }),
      output: nothing,
    },
    /** Answers a question of `ssh`. */
    answerSsh: { input: z.strictObject({ id, answer: sshAnswer }), output: nothing },
    /** Takes it back: what waits for it is told so. */
    cancelSsh: { input: z.strictObject({ id }), output: nothing },
  },
  events: {
    sshAsks: questions,
    defaultRoutes,
  },
  snapshot: {
    sshQuestions: questions,
    defaultRoutes,
  },
} as const satisfies ContractFor<typeof tunnelsChannels>;
