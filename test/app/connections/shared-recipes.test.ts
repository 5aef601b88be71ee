import { describe, expect, it } from 'vitest';
import { noRecipes, recipesOf } from '../../../app/connections/shared-recipes.ts';
import { readShared, writeShared } from '../../../app/connections/sharing.ts';
import { readAwsConfig } from '../../../app/profiles/config-files/read-config.ts';
import type { SsoProfile } from '../../../app/profiles/ports.ts';
import { assumedProfiles, ssoProfiles } from '../../../app/profiles/sso-profiles.ts';
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
  roles: [],
};
const role = {
  name: 'admin',
  roleArn: 'arn:aws:iam::210987654321:role/team/Admin',
  source: 'reader',
  region: null,
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

  it('carries a role with the profile that assumes it, and gives both back', () => {
    const text = writeShared([connection({ profile: 'admin' })], { ...recipes, roles: [role] });
    expect(JSON.parse(text)).toMatchObject({
      profiles: {
        version: 1,
        profiles: [{ name: 'reader' }],
        roles: [{ name: 'admin', roleArn: role.roleArn, source: 'reader' }],
      },
    });
    expect(read(text)).toMatchObject({ recipes: { ...recipes, roles: [role] }, refused: [] });
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
    ['a role that no connection uses', { roles: [role] }, /role admin is used by no connection/],
    ['a role of another form', { roles: [{ ...role, name: 'reader', roleArn: 'x' }] }, /roleArn/],
    ['a role with a program', { roles: [{ ...role, credential_process: 'evil' }] }, /credential_process/],
    ['a role with an external ID', { roles: [{ ...role, external_id: 'evil' }] }, /external_id/],
    ['a role of a profile’s name', { roles: [{ ...role, name: 'reader' }] }, /has the name of a profile/],
    ['roles that are no list', { roles: {} }, /not what/],
  ])('%s', (_what, over, why) => {
    const { connections, refused, recipes: found } = read(fileWith(part(over)));
    expect(connections).toHaveLength(1);
    expect(refused.map((each) => `${each.which} ${each.why}`).join('\n')).toMatch(why);
    expect(JSON.stringify(found)).not.toMatch(/evil|endpoint|process|\\n|202/i);
  });

  it('a role that is assumed by somebody whom only this computer knows, or by itself', () => {
    const used = connection({ profile: 'admin' });
    const withRoles = (...roles: object[]) => {
      const file: unknown = JSON.parse(writeShared([used], { ...recipes, roles: [role] }));
      return read(JSON.stringify({ ...Object(file), profiles: part({ roles }) }));
    };
    for (const roles of [
      [{ ...role, source: 'my-own-keys' }],
      [{ ...role, source: 'admin' }],
      [
        { ...role, source: 'other' },
        { ...role, name: 'other', source: 'admin' },
      ],
    ]) {
      const { recipes: found, refused } = withRoles(...roles);
      expect(found.roles).toEqual([]);
      expect(refused.map(({ which, why }) => `${which} ${why}`).join()).toMatch(
        /role admin is assumed by no profile in the file/,
      );
    }
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
    expect(recipesOf({ sso: present, assumed: [] }, new Set(['reader', 'inline', 'keys']))).toEqual({
      sessions: recipes.sessions,
      profiles: [{ ...recipes.profiles[0], name: 'inline' }, recipes.profiles[0]],
      roles: [],
    });
  });

  it('is two recipes for a role on top of IAM Identity Center, and one more for each role between', () => {
    const top = { ...role, name: 'top', source: 'admin', region: 'eu-west-1' };
    const present = { sso: [reader, { ...reader, name: 'unused' }], assumed: [top, role] };
    expect(recipesOf(present, new Set(['admin']))).toEqual({ ...recipes, roles: [role] });
    expect(recipesOf(present, new Set(['top']))).toEqual({ ...recipes, roles: [role, top] });
    expect(recipesOf(present, new Set(['reader']))).toEqual(recipes);
    // what assumes it cannot be told
    expect(recipesOf({ sso: [], assumed: [top, role] }, new Set(['top']))).toEqual(noRecipes);
  });

  it('holds no key, whatever the profiles are made of', () => {
    const files = readAwsConfig({
      config: `${[
        '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1',
        '[profile reader]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = DatabaseReader',
        '[profile admin]\nrole_arn = arn:aws:iam::210987654321:role/team/Admin\nsource_profile = reader\nrole_session_name = dana',
        '[profile mfa]\nrole_arn = arn:aws:iam::210987654321:role/x\nsource_profile = reader\nmfa_serial = arn:aws:iam::1:mfa/dana',
        '[profile partner]\nrole_arn = arn:aws:iam::210987654321:role/x\nsource_profile = reader\nexternal_id = EXTERNAL',
        '[profile over]\nrole_arn = arn:aws:iam::210987654321:role/x\nsource_profile = mfa',
        '[profile byKeys]\nrole_arn = arn:aws:iam::210987654321:role/x\nsource_profile = keys',
        '[profile machine]\nrole_arn = arn:aws:iam::210987654321:role/x\ncredential_source = Environment',
        '[profile program]\ncredential_process = secret-program',
      ].join('\n')}\n`,
      credentials: '[keys]\naws_access_key_id = AKIAKEYS\naws_secret_access_key = SECRET\n',
    });
    const present = { sso: ssoProfiles(files, {}), assumed: assumedProfiles(files, {}) };
    const found = recipesOf(present, new Set(files.profiles.keys()));
    expect([found.profiles, found.roles].map((all) => all.map(({ name }) => name))).toEqual([
      ['reader'],
      ['admin'],
    ]);
    const text = writeShared(
      [...files.profiles.keys()].map((profile, n) => connection({ id: idOf(n), profile })),
      found,
    );
    expect(text).not.toMatch(/AKIA|SECRET|EXTERNAL|mfa\/|secret-program|dana/);
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

  it('is offered as far as it is missing: a role alone where the profile that assumes it is here', async () => {
    const { connections, world, saveShared } = await connectionsModule([connection({ profile: 'admin' })]);
    world.sso = [reader];
    world.assumed = [role];
    await connections.exportFile(null);
    world.opened = { ok: true, value: { name: 'team.json', text: saveShared.mock.calls[0]?.[1] ?? '' } };
    for (const [here, offered] of [
      [[], { ...recipes, roles: [role] }],
      [['reader'], { ...noRecipes, roles: [role] }],
      [['admin'], noRecipes],
    ] as const) {
      world.here = [...here];
      const opened = await connections.importFile();
      expect(opened.ok && opened.value.preview?.recipes).toEqual(offered);
    }
  });
});
