import { describe, expect, it } from 'vitest';
import { mysqlWorkbench } from '../../../../app/clients/catalogue/mysql-workbench.ts';
import { launchLine } from '../../../../app/clients/launch-method.ts';
import { gatewayEndpoint, entryOf, PASSWORD, refusal, started } from './opening.ts';

/** The form: MySQL Workbench Manual, 2.2 "Command-Line Options"; mysql-workbench(1) for the connection string. */
describe('MySQL Workbench', () => {
  const to = { ...gatewayEndpoint, family: 'mysql' } as const;

  it.each([
    ['darwin', ['/usr/bin/open', '-a', '/Applications/Client.app', '--args']],
    ['win32', ['/P/client']],
    ['linux', ['/P/client']],
  ] as const)('is started with --query on %s, and with no password', (platform, before) => {
    expect(started(mysqlWorkbench, platform, to)).toEqual({
      words: [...before, '--query', 'alice@127.0.0.1:15432'],
      set: {},
    });
    const odd = started(mysqlWorkbench, platform, { ...to, dbUser: `-o'n "$HOME" %é\\` });
    expect(odd.words).toEqual([...before, '--query', `-o'n "$HOME" %é\\@127.0.0.1:15432`]);
    expect(JSON.stringify(odd)).not.toContain(PASSWORD);
  });

  it('refuses a user that its connection string would take apart', () => {
    for (const dbUser of ['a@corp', 'a:b']) {
      expect(refusal(mysqlWorkbench, 'linux', { ...to, dbUser }).hint).toContain('Set up in MySQL Workbench');
    }
  });

  it('says that the password is to be pasted, and how to set up a connection', () => {
    expect(launchLine(mysqlWorkbench, 'gateway', { platform: 'linux', foundIn: 'program' })).toBe(
      'Through the gateway; paste the local password, which is on the clipboard.',
    );
    expect(mysqlWorkbench.setUp?.(entryOf(to), 'linux').steps[1]).toContain(
      'Hostname 127.0.0.1, port 15432, username alice, default schema shop',
    );
  });
});
