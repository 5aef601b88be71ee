import { execFile } from 'node:child_process';
import type { ClientId } from '../../app/clients/model.ts';

/**
 * Whose options a client takes. A program named `mysql` may be MariaDB's, as on Debian, and then says
 * so when asked for its version; that is the only thing that is run to find out, and for three seconds
 * at most. No answer means MySQL's own.
 *
 * @param program the client's full path
 */
export async function dialectOf(client: ClientId, program: string): Promise<ClientId> {
  if (client !== 'mysql') return client;
  return new Promise((resolve) => {
    execFile(program, ['--version'], { timeout: 3_000, windowsHide: true }, (_error, output) => {
      resolve(/mariadb/i.test(output) ? 'mariadb' : 'mysql');
    });
  });
}
