import { describe, expect, it } from 'vitest';
import { noRecipes, recipesOf } from '../../../app/connections/shared-recipes.ts';
import { readShared, writeShared } from '../../../app/connections/sharing.ts';
import type { SsoProfile } from '../../../app/profiles/ports.ts';
import { connectionsModule } from './connections-module.ts';
import { connection, idOf } from './sample-connection.ts';

const reader: SsoProfile = {
  name: 'reader',
  session: 'corp',
  startUrl: 'https://corp.awsapps.com/start',
  ssoRegion: 'eu-west-1',
  accountId: '123456789012',
  roleName: 'DatabaseReader',
  region: 'eu-central-1',
};
const recipes = {
  sessions: [{ name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' }],
  profiles: [
    {
      name: 'reader',
      session: 'corp',
      accountId: '123456789012',
      roleName: 'DatabaseReader',
      region: 'eu-central-1',
    },
  ],
};
const one = connection({ profile: 'reader' });

/** A shared file whose part about profiles is otherwise. */
function fileWith(profiles: unknown): string {
  const file: unknown = JSON.parse(writeShared([one], recipes));
  return JSON.stringify(typeof file === 'object' && file !== null ? { ...file, profiles } : file);
}
function read(text: string) {
  const result = readShared(text);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}
const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-west-1' };
const profile = { name: 'reader', ssoSession: 'corp', accountId: '123456789012', roleName: 'DatabaseReader' };
const part = (over: object) => ({ version: 1, ssoSessions: [session], profiles: [profile], ...over });

describe('a shared file', () => {
  it('carries how to set up the profiles of its connections, and gives it back', () => {
    const text = writeShared([one], recipes);
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      profiles: {
        version: 1,
        ssoSessions: [session],
        profiles: [{ ...profile, region: 'eu-central-1' }],
      },
    });
    expect(read(text)).toMatchObject({ recipes, refused: [] });
  });

  it('is as before where there is nothing to set up', () => {
    expect(writeShared([one], noRecipes)).toBe(writeShared([one]));
    expect(writeShared([one])).not.toContain('ssoSession');
    expect(read(writeShared([one])).recipes).toEqual(noRecipes);
  });

  it('is read by an earlier Latchkey, which names what it does not know', () => {
    // 0.1.0 takes a file of version 1 with any keys beside those of its own
    expect(JSON.parse(writeShared([one], recipes))).toMatchObject({
      format: 'latchkey-connections',
      version: 1,
    });
  });

  it('of a newer Latchkey still gives its connections', () => {
    const { connections, recipes: found, refused } = read(fileWith(part({ version: 2 })));
    expect(connections).toHaveLength(1);
    expect(found).toEqual(noRecipes);
    expect(refused).toEqual([{ which: 'the profiles', why: expect.stringContaining('newer Latchkey') }]);
  });
});

describe('what is refused of it', () => {
  it.each([
    ['a program', { profiles: [{ ...profile, credential_process: 'curl evil' }] }, /credential_process/],
    ['an endpoint', { profiles: [{ ...profile, endpoint_url: 'https://evil' }] }, /endpoint_url/],
    ['a key', { profiles: [{ ...profile, aws_secret_access_key: 'x' }] }, /aws_secret_access_key/],
    ['an endpoint of a session', { ssoSessions: [{ ...session, endpoint_url: 'x' }] }, /endpoint_url/],
    ['a line end in a name', { profiles: [{ ...profile, name: 'reader\ncredential_process = x' }] }, /name/],
    ['a mark of direction', { profiles: [{ ...profile, name: 'reader\u202E' }] }, /name/],
    ['a role that is no name', { profiles: [{ ...profile, roleName: 'a\nb' }] }, /roleName/],
    ['an account that is none', { profiles: [{ ...profile, accountId: '1' }] }, /accountId/],
    ['a region that is none', { profiles: [{ ...profile, region: 'x.evil.com' }] }, /region/],
    ['an http start URL', { ssoSessions: [{ ...session, startUrl: 'http://corp' }] }, /startUrl/],
    ['another protocol', { ssoSessions: [{ ...session, startUrl: 'file:///etc' }] }, /startUrl/],
    ['a profile that no connection uses', { profiles: [{ ...profile, name: 'other' }] }, /no connection/],
    ['a profile without its session', { ssoSessions: [] }, /no SSO session/],
    ['a second of a name', { profiles: [profile, profile] }, /twice/],
    ['no list', { profiles: 'x' }, /not what/],
    ['too many', { profiles: Array.from({ length: 501 }, () => profile) }, /not what/],
    ['an unknown part', { more: 1 }, /not what/],
  ])('%s', (_what, over, why) => {
    const { connections, refused, recipes: found } = read(fileWith(part(over)));
    expect(connections).toHaveLength(1);
    expect(refused.map((each) => `${each.which} ${each.why}`).join('\n')).toMatch(why);
    expect(JSON.stringify(found)).not.toMatch(/evil|endpoint|process|\\n|202/i);
  });

  it('one does not cost the others', () => {
    const other = connection({ id: idOf(2), profile: 'second' });
    const text = writeShared([one, other], recipes).replace(
      '"profiles": [',
      '"profiles": [ { "name": "second", "credential_process": "x" },',
    );
    expect(read(text).recipes).toEqual(recipes);
  });
});

describe('what is exported', () => {
  it('is what the connections use, and of the older form too', () => {
    const inline = { ...reader, name: 'inline', session: null };
    const present = [reader, inline, { ...reader, name: 'unused' }];
    expect(recipesOf(present, new Set(['reader', 'inline', 'keys']))).toEqual({
      sessions: recipes.sessions,
      profiles: [{ ...recipes.profiles[0], name: 'inline' }, recipes.profiles[0]],
    });
  });

  it('is written by an export, and offered by an import where a profile is missing', async () => {
    const { connections, world, saveShared } = await connectionsModule([one]);
    world.sso = [reader];
    await connections.exportFile(null);
    const text = saveShared.mock.calls[0]?.[1] ?? '';
    world.opened = { ok: true, value: { name: 'team.json', text } };
    const missing = await connections.importFile();
    expect(missing.ok && missing.value.preview?.recipes).toEqual(recipes);
    world.here = ['reader'];
    const here = await connections.importFile();
    expect(here.ok && here.value.preview?.recipes).toEqual(noRecipes);
  });
});
