import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sshDestination } from '../../../../app/tunnels/model.ts';
import { sshArguments } from '../../../../main/tunnels/ssh/arguments.ts';
import { sshEnvironment } from '../../../../main/tunnels/ssh/environment.ts';
import { takesAskpass } from '../../../../main/tunnels/ssh/program.ts';

const to = { destination: 'bastion', host: 'orders.example', port: 5_432, mayAsk: true };

describe('what ssh is started with', () => {
  it('forwards one socket, and leaves the rest to its own configuration', () => {
    const words = sshArguments(to, { path: '/run/l/s' }).join(' ');
    expect(words).toMatch(/^-N -T .* -L \/run\/l\/s:orders\.example:5432 -- bastion$/);
    for (const option of [
      'ExitOnForwardFailure=yes',
      'StreamLocalBindUnlink=yes',
      'ServerAliveInterval=15',
      'ControlMaster=no',
      'ControlPath=none',
    ]) {
      expect(words).toContain(`-o ${option}`);
    }
    expect(words).not.toContain('BatchMode');
    expect(sshArguments({ ...to, mayAsk: false }, { path: '/run/l/s' })).toContain('BatchMode=yes');
  });

  it('forwards a port of the loopback where there are no sockets, to an IPv6 address, too', () => {
    expect(sshArguments({ ...to, host: 'fd00::1' }, { port: 40_001 })).toContain(
      '127.0.0.1:40001:[fd00::1]:5432',
    );
  });
});

describe('an SSH destination', () => {
  it.each([
    'bastion',
    'dana@bastion.example',
    'ssh://dana@bastion:2222',
    'ssh://[fd00::1]:22/',
    'CORP\\dana@b',
    '::1',
  ])('is %s', (text) => expect(sshDestination.safeParse(text).success).toBe(true));

  it.each([
    '',
    '-oProxyCommand=id',
    'dana@-oProxyCommand=id',
    'ssh://-oProxyCommand=id',
    'bastion -v',
    'bastion\n-v',
    'bastion%h',
    '$(id)',
    '`id`',
    'a;b',
    'a|b',
    "a'b",
    'a"b',
    'a\\',
    'b\u00e4stion',
    'a\0b',
  ])('is not %j', (text) => expect(sshDestination.safeParse(text).success).toBe(false));

  it('is no option and nothing that a shell would take, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        if (!sshDestination.safeParse(text).success) return;
        expect(text).toMatch(/^[^-]/);
        expect(text).not.toMatch(/[\s%'"`$;&<>|(){}*?!#\p{Cc}]|[@/]-|\\$/u);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the environment of ssh', () => {
  const env = {
    HOME: '/home/dana',
    SSH_AUTH_SOCK: '/run/agent',
    AWS_PROFILE: 'prod',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'secret',
    PGPASSWORD: 'secret',
    LD_PRELOAD: '/tmp/x.so',
    SSH_ASKPASS: '/usr/bin/ksshaskpass',
    LC_ALL: 'de_DE.UTF-8',
    PATH: '/bin',
  };

  it('has what its agents are found by, English words, and no secret', () => {
    expect(sshEnvironment(env, '/usr/bin', null)).toEqual({
      HOME: '/home/dana',
      SSH_AUTH_SOCK: '/run/agent',
      AWS_PROFILE: 'prod',
      PATH: '/usr/bin',
      LC_ALL: 'C',
    });
  });

  it('names what asks, where it may ask', () => {
    const askpass = { program: '/data/ssh/askpass', accessFile: '/run/l/access' };
    expect(sshEnvironment(env, '/usr/bin', askpass)).toMatchObject({
      SSH_ASKPASS: '/data/ssh/askpass',
      SSH_ASKPASS_REQUIRE: 'force',
    });
  });
});

it.each([
  ['OpenSSH_9.2p1 Debian-2+deb12u6, OpenSSL 3.0.19 27 Jan 2026', true],
  ['OpenSSH_8.4p1, LibreSSL 2.7.3', true],
  ['OpenSSH_10.0p2, LibreSSL 3.3.6', true],
  ['OpenSSH_8.3p1', false],
  ['OpenSSH_7.9p1', false],
  ['OpenSSH_for_Windows_9.5p1, LibreSSL 3.8.2', false],
  ['Dropbear v2022.83', false],
  ['', false],
])('%s can be made to ask by a program: %s', (version, expected) => {
  expect(takesAskpass(version)).toBe(expected);
});
