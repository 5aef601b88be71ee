import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tunnelEnd } from '../../../../app/tunnels/model.ts';
import { readRefusal, readSshEnd } from '../../../../app/tunnels/ssh/read-errors.ts';

describe('why ssh has ended', () => {
  it.each([
    [
      'ssh-host-changed',
      '',
      [
        '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
        'Host key for [10.213.7.1]:20022 has changed and you have requested strict checking.',
        'Host key verification failed.',
      ],
    ],
    ['ssh-host-unknown', '', ['Host key verification failed.']],
    [
      'ssh-host-unknown',
      '',
      ['No ED25519 host key is known for bastion and you have requested strict checking.'],
    ],
    [
      'ssh-auth-refused',
      'dana@bastion: Permission denied (publickey).',
      ['dana@bastion: Permission denied (publickey).'],
    ],
    [
      'ssh-auth-refused',
      'dana@jump: Permission denied (publickey,password).',
      // the jump host refuses, and then there is nothing to talk to
      [
        'dana@jump: Permission denied (publickey,password).',
        'kex_exchange_identification: Connection closed by remote host',
        'Connection closed by UNKNOWN port 65535',
      ],
    ],
    [
      'ssh-unreachable',
      'connect to host bastion port 22: Connection refused',
      ['ssh: connect to host bastion port 22: Connection refused'],
    ],
    [
      'ssh-unreachable',
      'Could not resolve hostname bastion: Name or service not known',
      ['ssh: Could not resolve hostname bastion: Name or service not known'],
    ],
    [
      'ssh-unreachable',
      'Timeout, server bastion not responding.',
      ['Timeout, server bastion not responding.'],
    ],
    [
      'ssh-failed',
      'bind [127.0.0.1]:5432: Address already in use',
      ['bind [127.0.0.1]:5432: Address already in use', 'Could not request local forwarding.'],
    ],
    [
      'ssh-failed',
      '/home/dana/.ssh/config: line 3: Bad configuration option: hostnam',
      [
        '/home/dana/.ssh/config: line 3: Bad configuration option: hostnam',
        '/home/dana/.ssh/config: terminating, 1 bad configuration options',
      ],
    ],
    ['ssh-failed', 'something else', ['something else', '']],
    ['ssh-failed', '', []],
  ] as const)('%s: %s', (code, detail, lines) => {
    expect(readSshEnd(lines)).toEqual({ code, detail });
  });

  it('is an end of the closed set, whatever is written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        expect(tunnelEnd.safeParse(readSshEnd(lines)).success).toBe(true);
        for (const line of lines)
          expect(tunnelEnd.nullable().safeParse(readRefusal(line)).success).toBe(true);
      }),
    );
  });
});

describe('why one connection was refused', () => {
  it.each([
    ['channel 2: open failed: administratively prohibited: open failed', 'ssh-target-refused', ''],
    [
      'channel 1: open failed: connect failed: Connection refused',
      'ssh-target-unreachable',
      'Connection refused',
    ],
    ['channel 12: open failed: unknown channel type', 'ssh-target-unreachable', 'unknown channel type'],
  ])('%s', (line, code, detail) => {
    expect(readRefusal(line)).toEqual({ code, detail });
  });

  it('is said by nothing else', () => {
    expect(readRefusal('Welcome to channel 1: open failed: connect failed: no')).toBeNull();
  });
});
