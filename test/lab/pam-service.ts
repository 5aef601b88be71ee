import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** Decides over a sign-in: whether `token` opens this database for `user`. */
export type Check = (user: string, token: string) => boolean;

/** The way from PAM to the test process: a loopback port, where the clock and the log of refusals live. */
export interface PamService {
  /** Makes a PAM service, whose name is returned, that asks `check`; `folder` does not exist yet. */
  readonly addService: (of: {
    readonly name: string;
    readonly folder: string;
    readonly check: Check;
  }) => string;
  /** Removes the PAM services and closes the port. */
  readonly close: () => Promise<void>;
}

/** Opens the door. It answers only those who know its secret, which is in the PAM scripts. */
export async function startPamService(perl: string): Promise<PamService> {
  const secret = randomBytes(16).toString('hex');
  const checks = new Map<string, Check>();
  const made: string[] = [];

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const [user = '', token = ''] = Buffer.concat(parts).toString('latin1').split('\0');
      const check = checks.get(request.url ?? '');
      const known = request.headers.authorization === `Bearer ${secret}`;
      response.writeHead(known && check?.(user, token) ? 200 : 403, { connection: 'close' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  const removeServices = (): void => {
    if (made.length > 0) asRoot('rm', ['-rf', ...made.splice(0)]);
  };
  process.once('exit', removeServices);

  return {
    addService: ({ name, folder, check }) => {
      const service = `latchkey-lab-${name}-${randomBytes(4).toString('hex')}`;
      checks.set(`/${service}`, check);
      // pam_script takes only what belongs to root and all may read. The secret in it buys no more than a
      // yes or a no about a token.
      made.push(folder);
      asRoot('mkdir', ['-m', '755', folder]);
      writeAsRoot(join(folder, 'pam_script_auth'), '555', pamScript(perl, port, service, secret));
      const file = `/etc/pam.d/${service}`;
      made.push(file);
      const rules = `auth required pam_script.so dir=${folder}\naccount required pam_permit.so\n`;
      writeAsRoot(file, '644', rules);
      return service;
    },
    close: async () => {
      process.off('exit', removeServices);
      removeServices();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/**
 * What pam_script runs, with PAM_USER and PAM_AUTHTOK in its environment; exit 0 accepts. Perl, because it
 * starts in a fraction of the time of Node or curl, and every Debian has it.
 */
function pamScript(perl: string, port: number, service: string, secret: string): string {
  return `#!${perl}
use strict;
use Socket;
my $body = "$ENV{PAM_USER}\\0$ENV{PAM_AUTHTOK}";
socket(my $door, PF_INET, SOCK_STREAM, 0) or exit 1;
connect($door, sockaddr_in(${port}, INADDR_LOOPBACK)) or exit 1;
syswrite $door, join("\\r\\n", "POST /${service} HTTP/1.0", "Authorization: Bearer ${secret}",
  "Content-Length: " . length($body), "", $body);
sysread $door, my $answer, 32;
exit($answer =~ m{^HTTP/1\\.\\d 200 } ? 0 : 1);
`;
}

function writeAsRoot(path: string, mode: string, content: string): void {
  asRoot('sh', ['-c', 'cat >"$1" && chmod "$2" "$1"', 'write', path, mode], content);
}

/** Runs a program as root, to whom all of PAM belongs. */
function asRoot(program: string, args: readonly string[], input = ''): void {
  const isRoot = process.getuid?.() === 0;
  execFileSync(isRoot ? program : 'sudo', isRoot ? args : ['-n', program, ...args], {
    input,
    stdio: ['pipe', 'ignore', 'pipe'],
  });
}
