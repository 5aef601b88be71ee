import { z } from 'zod';
import { lineOf, textOf } from '../../common/text/schema.ts';

/** How many questions there are at most; `ssh` asks one at a time. */
export const MAX_SSH_QUESTIONS = 16;

/** How many of those who wait are named. */
export const MAX_WAITING_TOLD = 8;

/** The longest question that is shown, in characters. */
export const MAX_QUESTION = 4_000;

/** What a person answers: a passphrase, a code, or `yes`. `ssh` reads one line. */
export const sshAnswer = z
  .string()
  .max(1_000)
  .regex(/^[^\r\n\0]*$/);

/** What a server's key is known by. */
const hostKey = z.strictObject({
  /** As `ssh` names the server. */
  host: lineOf(400),
  /** `ED25519`, `RSA`. */
  type: lineOf(64),
  fingerprint: lineOf(200),
});

/** A question of `ssh`. No answer is ever in it. */
export const sshQuestion = z.strictObject({
  id: z.string().max(64),
  /** What `ssh` logs in to. */
  destination: z.string().max(400),
  /** What waits for the answer, each in a sentence. */
  waiting: z.array(z.string().max(400)).max(MAX_WAITING_TOLD),
  /**
   * `host-key`: whether this is the right server. `secret`: a passphrase, password or code. `confirm`: yes or no.
   * `touch`: nothing to type, but a key to touch.
   */
  kind: z.enum(['host-key', 'secret', 'confirm', 'touch']),
  /** As `ssh` asks, or the server through it. */
  text: textOf(MAX_QUESTION),
  /** For `host-key`. */
  hostKey: hostKey.nullable(),
});

/** A question of `ssh`. */
export type SshQuestion = z.infer<typeof sshQuestion>;
