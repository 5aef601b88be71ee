import { z } from 'zod';
import { failure } from '../common/result.ts';

/** Something that happened to the user's own files and that they should know, such as a file set aside. */
export const notice = z.strictObject({ id: z.string().max(128), error: failure });

/** Something the user should know that no request of theirs caused. */
export type Notice = z.infer<typeof notice>;

/** Pages that Latchkey can open in the browser: names here, addresses only in main. */
export const page = z.enum([
  'iam-authentication',
  'iam-policy',
  'database-user',
  'sso',
  'install-psql',
  'install-mysql',
]);

/** A page that Latchkey can open in the browser. */
export type Page = z.infer<typeof page>;
