import { join } from 'node:path';
import { makeOwnFolder } from '../../files/own-file.ts';
import { replaceFile } from '../../files/replace-file.ts';

/**
 * What `ssh` runs to ask a person (ssh(1), SSH_ASKPASS): it hands the question to the running Latchkey, and prints the
 * answer. The question goes by standard input, the secret by curl's configuration; the answer is in no argument list.
 * curl takes the shell's place, so that `ssh` can end it.
 */
const PROGRAM = `#!/bin/sh
# Hands a question of ssh to the running Latchkey. Written by Latchkey; do not change it here.
exec curl -q --config "$LATCHKEY_ASKPASS" <<END
\${SSH_ASKPASS_PROMPT:-}
$1
END
`;

/**
 * Writes the program.
 *
 * @param folder of its own, which is made
 * @returns its path
 * @throws what Node throws where it cannot be written, or an error where the folder is somebody else's
 */
export async function writeAskpass(folder: string): Promise<string> {
  const notOurs = await makeOwnFolder(folder);
  if (notOurs !== null) throw new Error(`${folder} ${notOurs}`);
  const program = join(folder, 'askpass');
  await replaceFile(program, PROGRAM, 0o700);
  return program;
}
