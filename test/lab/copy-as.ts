import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resolveConnectAddress } from '../../app/clients/connect-address.ts';
import type { FormatId, Route } from '../../app/copy-formats/model.ts';
import { createCopyFormats } from '../../app/copy-formats/service.ts';
import { succeed } from '../../app/common/result.ts';
import { Secret } from '../../app/common/secret.ts';
import type { Target } from '../../app/connect/target.ts';
import { resolveHost } from '../../main/clients/resolve-host.ts';
import { temporaryFolder } from '../main/temporary-folder.ts';
import { labToken } from './gateway.ts';
import type { Lab } from './lab.ts';

/** The AWS profile of the copied code. */
const PROFILE = 'lab-session';

/** How a form is to be copied in the lab. */
export interface Copying {
  readonly engine: 'postgres' | 'mariadb';
  readonly format: FormatId;
  readonly route?: Route;
  readonly withSecret?: boolean;
  /** Where the socket goes in place of the database host. */
  readonly dial?: { readonly host: string; readonly port: number };
  /** The gateway's door. */
  readonly gateway?: { readonly port: number; readonly password: string; readonly localCa?: string };
  /** The name that is signed for and verified, in place of the server's. */
  readonly signHost?: string;
}

/** Copies a form for one of the lab's databases, as Latchkey would, and gives what is then on the clipboard. */
export async function copiedFormat(lab: Lab, copying: Copying): Promise<string> {
  const { engine, format, route = 'direct', withSecret = false, gateway } = copying;
  const at = lab[engine];
  const host = copying.signHost ?? at.host;
  const { port, region, database } = at;
  const dbUser = lab.users.app;
  const target: Target = {
    token: {
      endpointId: 'lab',
      profile: PROFILE,
      request: { host, port, region, dbUser },
      name: 'lab’s own',
    },
    open: {
      name: 'lab’s own',
      family: engine,
      host,
      port,
      dbUser,
      database,
      connectAddress: copying.dial ?? null,
      caFile: lab.caFile,
      environment: null,
      connectionId: null,
    },
  };
  let clipboard = '';
  const copyFormats = createCopyFormats({
    platform: 'linux',
    dialled: (to, by) => resolveConnectAddress(to, resolveHost, by),
    settingsCaFile: () => null,
    caFile: async (own) => succeed(own ?? lab.caFile),
    gateway: () =>
      gateway === undefined
        ? null
        : { port: gateway.port, localSide: { localSignIn: 'scram', localCa: gateway.localCa ?? null } },
    localPassword: async () => succeed(new Secret(gateway?.password ?? '')),
    async copyToken({ endpointId }, textOf) {
      const times = {
        signedAt: 0,
        expiresAt: Date.now() + 900_000,
        limitedBy: 'token',
        certain: true,
      } as const;
      const lease = { endpointId, dbUser, deliveredTo: 'clipboard', ...times } as const;
      clipboard = textOf(await labToken(at, lab.identities.session, dbUser), lease);
      return succeed(lease);
    },
    async copySecret(secret) {
      clipboard = secret.reveal();
      return succeed({});
    },
    async copyText(text) {
      clipboard = text;
      return succeed({});
    },
  });
  const copied = await copyFormats.copy({ target, connectionId: 'lab' }, { format, route, withSecret });
  if (!copied.ok) throw new Error(`${copied.error.message} ${copied.error.hint ?? ''}`);
  return clipboard;
}

/** A folder with AWS's files of the lab's session identity, and the environment of a user whose home it is. */
export function labHome(lab: Lab): { readonly home: string; readonly env: NodeJS.ProcessEnv } {
  const home = temporaryFolder();
  const { accessKeyId, secretAccessKey, sessionToken = '' } = lab.identities.session;
  mkdirSync(join(home, '.aws'));
  const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`;
  writeFileSync(join(home, '.aws', 'credentials'), `[${PROFILE}]\n${keys}`, { mode: 0o600 });
  writeFileSync(join(home, '.aws', 'config'), `[profile ${PROFILE}]\nregion = ap-south-1\n`);
  return { home, env: { PATH: process.env['PATH'], HOME: home, LC_ALL: 'C.UTF-8' } };
}

/**
 * Runs a program to its end and gives all that it printed. Not the synchronous form: the lab answers from
 * this process.
 */
export async function outputOf(
  program: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string; readonly timeout?: number },
): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: 100_000, ...options }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error === null ? '' : `\nended with ${String(error.code)}`}`),
    );
  });
}
