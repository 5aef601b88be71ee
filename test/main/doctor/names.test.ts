import { describe, expect, it } from 'vitest';
import {
  followAliases,
  isPrivateAddress,
  lookUpName,
  systemNameServers,
  type NameServers,
} from '../../../main/doctor/names.ts';

const rds = 'orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com';
const never = new AbortController().signal;

function nameServers(names: Readonly<Record<string, string>>): NameServers & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolveCname: async (name: string) => {
      asked.push(name);
      const next = names[name];
      if (next === undefined) throw new Error('ENODATA');
      return [next];
    },
    cancel: () => undefined,
  };
}

describe('an alias', () => {
  it('is followed to the name that AWS gave, and no further', async () => {
    const servers = nameServers({
      'db.corp': 'x.corp',
      'x.corp': rds,
      [rds]: 'ec2-203-0-113-7.compute.amazonaws.com',
    });
    expect(await followAliases('db.corp', servers, never)).toEqual({ canonical: ['x.corp', rds] });
    expect(servers.asked).toEqual(['db.corp', 'x.corp']);
  });

  it('is none where there is no other name, or an address', async () => {
    expect(await followAliases('db.corp', nameServers({}), never)).toEqual({ canonical: [] });
    const servers = nameServers({});
    expect(await followAliases('10.0.0.1', servers, never)).toEqual({ canonical: [] });
    expect(servers.asked).toEqual([]);
  });

  it('is left where names lead in a circle or on and on', async () => {
    const circle = nameServers({ a: 'b', b: 'a' });
    expect(await followAliases('a', circle, never)).toEqual({ canonical: ['b', 'a'] });
    const endless = nameServers(
      Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`n${i}`, `n${i + 1}`])),
    );
    expect((await followAliases('n0', endless, never)).canonical.length).toBe(8);
  });

  it('is not looked for any more once nobody wants to know', async () => {
    let fail: (cause: Error) => void = () => undefined;
    const gone = new AbortController();
    const servers: NameServers = {
      resolveCname: () => new Promise((_, reject) => void (fail = reject)),
      cancel: () => fail(new Error('ECANCELLED')),
    };
    const waiting = followAliases('db.corp', servers, gone.signal);
    gone.abort();
    expect(await waiting).toEqual({ canonical: [] });
  });
});

describe('the name servers of this computer', () => {
  it('are not waited for once they are given up', async () => {
    const servers = systemNameServers();
    const asked = servers.resolveCname('latchkey.invalid');
    servers.cancel();
    await expect(asked).rejects.toThrow();
  });
});

describe('a name', () => {
  it('leads to addresses', async () => {
    expect(await lookUpName('127.0.0.1')).toEqual({
      state: 'resolved',
      addresses: ['127.0.0.1'],
      isPrivate: true,
    });
    expect(await lookUpName('203.0.113.7')).toMatchObject({ state: 'resolved', isPrivate: false });
    expect(await lookUpName('localhost')).toMatchObject({ state: 'resolved', isPrivate: true });
  });
});

describe('an address', () => {
  it.each([
    ['10.1.2.3', true],
    ['172.16.0.1', true],
    ['172.32.0.1', false],
    ['192.168.1.1', true],
    ['100.64.0.1', true],
    ['127.0.0.1', true],
    ['169.254.1.1', true],
    ['203.0.113.7', false],
    ['::1', true],
    ['fd00::1', true],
    ['fe80::1', true],
    ['2600:1f18::1', false],
    ['localhost', false],
    ['', false],
  ])('%s is private: %s', (address, isPrivate) => {
    expect(isPrivateAddress(address)).toBe(isPrivate);
  });
});
