import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Signer } from '@aws-sdk/rds-signer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientChoices } from '../../app/clients/model.ts';
import { createClients } from '../../app/clients/service.ts';
import { createCommand } from '../../app/command/service.ts';
import type { Connection } from '../../app/connections/model.ts';
import { succeed } from '../../app/common/result.ts';
import { targetOfConnection } from '../../app/connect/target.ts';
import { systemClock } from '../../main/clock.ts';
import { createLauncher } from '../../main/clients/launcher.ts';
import { resolveHost } from '../../main/clients/resolve-host.ts';
import { memoryFile } from '../app/clients/fake-launcher.ts';
import { connection, idOf } from '../app/connections/sample-connection.ts';
import { watchArguments } from '../e2e/watch-arguments.ts';
import { temporaryFolder } from '../main/clients/surroundings.ts';
import { realCommand, runScript, shells } from '../main/command/real-command.ts';
import type { Identity } from '../sandbox/identity.ts';
import { startLab, type Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

/** The command over the lab's two servers, with real clients. */
async function labCommand(identity: Identity) {
  const base = temporaryFolder();
  const [home, dataFolder] = [join(base, 'home'), join(base, 'data')];
  mkdirSync(home);
  const tokens: string[] = [];
  const saved = ([name, at, dbUser]: readonly [string, Lab['postgres'], string], index: number): Connection =>
    connection({
      id: idOf(index),
      name,
      family: at === lab.postgres ? 'postgres' : 'mariadb',
      address: { host: at.host, port: at.port },
      region: at.region,
      database: at.database,
      dbUser,
      profile: 'lab',
    });
  const connections = (
    [
      ['pg', lab.postgres, lab.users.app],
      ['maria', lab.mariadb, lab.users.app],
      ['pg-forbidden', lab.postgres, lab.users.forbidden],
    ] as const
  ).map(saved);
  const clients = createClients({
    launcher: createLauncher({
      platform: 'linux',
      environment: process.env,
      path: async () => process.env['PATH'] ?? '',
      home,
      dataFolder,
      runFolder: join(base, 'run'),
      spawn,
      clock: systemClock,
    }),
    resolve: resolveHost,
    currentSettings: () => ({ terminal: 'auto', caFile: lab.caFile }),
    choicesFile: memoryFile<ClientChoices>({ paths: {}, own: [] }),
    chooseProgram: async () => succeed(null),
    newId: () => '',
    onChanged: () => undefined,
  });
  const sign = async ({ address: at, region, dbUser: username }: Connection) => {
    const signer = new Signer({ hostname: at.host, port: at.port, region, username, credentials: identity });
    const token = await signer.getAuthToken();
    tokens.push(token);
    const lease = {
      endpointId: 'e',
      dbUser: username,
      deliveredTo: 'command',
      signedAt: 0,
      expiresAt: 900_000,
      limitedBy: 'token',
      certain: true,
    } as const;
    return succeed({ token, lease });
  };
  const ways = (one: Connection) => ({ gatewayEndpoint: null, sign: () => sign(one) });
  const { answer } = createCommand({
    version: '0',
    clock: systemClock,
    connections: () => connections,
    gateways: () => [],
    used: () => undefined,
    record: () => undefined,
    printProfiles: async () => '{}\n',
    sign,
    localPassword: async () => succeed(null),
    async run(one, client) {
      const planned = await clients.planForCaller(targetOfConnection(one).open, client, ways(one));
      if (!planned.ok) return planned;
      const { program, banner, plan, lease } = planned.value;
      const { args, set, unset, secret } = plan;
      return succeed({ run: { program, banner, args, set, unset, secret }, lease });
    },
    variables: (one, shell) => clients.variables(targetOfConnection(one).open, ways(one), shell),
    doctor: async () => succeed({ text: '', isIn: true }),
    programs: async () => ({ clients: [], terminals: [], own: [] }),
    open: async () => succeed({ where: '' }),
  });
  const command = await realCommand(answer, { folder: join(base, 'command') });
  return { ...command, base, home, tokens };
}

describe.each(shells)('in %s', (shell) => {
  it.each(['longLived', 'session'] as const)(
    'psql and mariadb sign in with a %s token, which no argument list and no file holds',
    async (kind) => {
      const { run, base, tokens } = await labCommand(lab.identities[kind]);
      const seen = watchArguments();
      const query = `select 'row ' || current_user || ' ' || ssl from pg_stat_ssl where pid = pg_backend_pid()`;
      expect(await run(['psql', 'pg', '-XAtc', query], shell)).toEqual({
        code: 0,
        stdout: `row ${lab.users.app} true\n`,
        stderr: '',
      });
      const maria = [
        'mariadb',
        'maria',
        '--',
        '-N',
        '-B',
        '-e',
        `select concat('row ', current_user(), " it's")`,
      ];
      expect(await run(maria, shell)).toMatchObject({ code: 0, stdout: `row ${lab.users.app}@% it's\n` });
      const args = seen.stop();
      expect(tokens).toHaveLength(2);
      for (const token of tokens) {
        const signature = token.slice(token.indexOf('X-Amz-Signature='));
        expect(args.filter((line) => line.includes(signature))).toEqual([]);
        const files = readdirSync(base, { recursive: true, withFileTypes: true }).filter((one) =>
          one.isFile(),
        );
        for (const { parentPath, name } of files) {
          expect(readFileSync(join(parentPath, name), 'utf8')).not.toContain(signature);
        }
      }
    },
  );

  it('a printed token and printed variables sign in', async () => {
    const { folder, base } = await labCommand(lab.identities.session);
    const script = join(base, 'script');
    const [host, port] = [lab.postgres.host, lab.postgres.port];
    writeFileSync(
      script,
      `export PGSSLMODE=verify-full PGSSLROOTCERT='${lab.caFile}'
export PGPASSWORD="$('${folder.replaceAll("'", "'\\''")}/latchkey' token pg)"
psql -XAt -h ${host} -p ${port} -U ${lab.users.app} -d ${lab.postgres.database} -c 'select 1' || exit
unset PGPASSWORD PGSSLMODE PGSSLROOTCERT
eval "$('${folder.replaceAll("'", "'\\''")}/latchkey' env pg)" && psql -XAtc 'select 2'
`,
    );
    expect(await runScript(shell, script, [])).toEqual({ code: 0, stdout: '1\n2\n', stderr: '' });
  });

  it('what the server refuses is the client’s own to say, with its own code', async () => {
    const { run } = await labCommand(lab.identities.longLived);
    const refused = await run(['psql', 'pg-forbidden', '-c', 'select 1'], shell);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('PAM authentication failed') });
    expect(await run(['psql', 'maria'], shell)).toMatchObject({ code: 64, stdout: '' });
    expect(await run(['psql', 'pg'], shell, { PGHOST: 'nowhere.invalid', PGSERVICE: 'x' })).toMatchObject({
      code: 0,
    });
  });
});
