import { describe, expect, it } from 'vitest';
import { requests } from '../../app/contract.ts';
import { readShared } from '../../app/connections/sharing.ts';
import { fail } from '../../app/common/result.ts';
import { nameInLink } from '../../app/links/model.ts';
import { expiryNote } from '../../app/tokens/expiry-note.ts';
import { commandModule } from './command/command-module.ts';
import { connection, idOf } from './connections/sample-connection.ts';
import { profilesModule, staticSection } from './profiles/profiles-module.ts';
import { sampleDraft } from './sample-requests.ts';

/** What sets a terminal's title, writes its clipboard, forges a row, turns text around, or is not seen at all. */
const forgeries = [
  '\u001b]0;title\u0007',
  '\u001b]52;c;ZXZpbA==\u0007',
  '\nforged  prod  postgres',
  '\u009b31m',
  '\u202etxet',
  '\u2066',
  '\u200b',
  '\u00ad',
  '\ufeff',
  '\u{e0041}',
];
const unsafe = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

describe('new input with characters that hide or forge', () => {
  const save = requests['connections:save'].input;

  it.each(forgeries)('is refused in every text of a connection: %j', (forgery) => {
    const odd = `a${forgery}b`;
    const parts = [
      { name: odd },
      { environment: { label: odd, kind: 'prod' } },
      { profile: odd },
      { dbUser: odd },
      { database: odd },
    ];
    for (const part of parts) {
      expect(save.safeParse({ id: null, draft: { ...sampleDraft, ...part } }).success).toBe(false);
    }
    // notes have lines of their own
    const notes = { ...sampleDraft, notes: odd };
    expect(save.safeParse({ id: null, draft: notes }).success).toBe(forgery.startsWith('\n'));
    expect(requests['clients:saveOwn'].input.shape.draft.shape.name.safeParse(odd).success).toBe(false);
    expect(nameInLink(`latchkey://connect/${encodeURIComponent(odd)}`)).toBeNull();
  });

  it('is refused in a shared file, with the reason, and the others are taken', () => {
    const entry = {
      id: idOf(1),
      name: 'orders',
      family: 'postgres',
      profile: 'prod',
      region: 'eu-west-1',
      sign: { host: 'db.example', port: 5432 },
      dbUser: 'app',
      changedAt: '2026-01-01T00:00:00.000Z',
    };
    const connections = [
      entry,
      { ...entry, id: idOf(2), profile: 'prod\u200b' },
      { ...entry, id: idOf(3), name: 'orders\u001b[2J' },
      { ...entry, id: idOf(4), environment: { label: 'dev\u202e', kind: 'dev' } },
    ];
    const read = readShared(JSON.stringify({ format: 'latchkey-connections', version: 1, connections }));
    expect(read).toMatchObject({
      value: {
        connections: [{ id: idOf(1) }],
        refused: [
          { which: 'entry 2 (orders)', why: 'profile is not a name of 1 to 256 characters that can be seen' },
          {
            which: 'entry 3 (orders\\u{1b}[2J)',
            why: 'name is not one line of 1 to 128 characters that can be seen',
          },
          { why: 'environment label is not 1 to 32 characters that can be seen' },
        ],
      },
    });
  });

  it('is left out and told of where it names a profile in AWS’s files', async () => {
    const { profiles, world } = profilesModule();
    world.sections.push({ name: 'prod\u001b]0;x\u0007', section: staticSection });
    await profiles.start();
    expect(profiles.list()).toMatchObject({
      profiles: [{ name: 'dev' }],
      skipped: [{ reason: expect.stringMatching(/^line \d+: the name of this profile .* cannot be seen$/) }],
    });
  });

  it('may hold joiners where one sees what they do', () => {
    const name = 'تولید می\u200cشود 👩🏽\u200d💻';
    expect(save.safeParse({ id: null, draft: { ...sampleDraft, name } }).success).toBe(true);
  });
});

describe('what is shown, should it hold such characters all the same,', () => {
  it.each(forgeries)('does nothing to a terminal: %j', async (forgery) => {
    const forged = [
      connection({
        name: `a${forgery}`,
        profile: `p${forgery}`,
        dbUser: `u${forgery}`,
        environment: { label: `l${forgery}`, kind: 'prod' },
      }),
      connection({ id: idOf(2), name: `a${forgery}` }),
    ];
    const { answer } = commandModule(forged);
    const rows = await answer('ls');
    expect(rows).toMatchObject({ do: 'print', text: expect.stringMatching(/^(.*\n){3}$/) });
    const json = await answer('ls', '--json');
    const said = [
      rows,
      json,
      await answer('token', `a${forgery}`),
      await answer('token', `x${forgery}`),
      await answer('open', idOf(2)),
    ];
    for (const one of said) expect('text' in one ? one.text : '').not.toMatch(unsafe);
    // programs get the names back as they are
    const list: unknown = JSON.parse('text' in json ? json.text : '');
    expect(list).toMatchObject([{ name: `a${forgery}`, user: `u${forgery}` }, { name: `a${forgery}` }]);
  });

  it.each(forgeries)('is written out in failures and notifications: %j', (forgery) => {
    const { error } = fail('aws-error', `AWS said ${forgery}.`, { hint: forgery });
    const note = expiryNote([`a${forgery}`]);
    const notes = expiryNote([`a${forgery}`, 'b']);
    expect([error.message, error.hint, note.title, note.body, notes.body].join('')).not.toMatch(unsafe);
    expect(error.message).not.toContain('\n');
  });

  it('a failure is as long as the contract takes', () => {
    expect(fail('aws-error', 'x'.repeat(9_000)).error.message).toHaveLength(4_000);
  });
});
