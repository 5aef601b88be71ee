import { describe, expect, it } from 'vitest';
import { whyNotStarted } from '../../../app/clients/batch-file.ts';
import { succeed } from '../../../app/common/result.ts';
import { createChoices } from '../../../app/clients/choices.ts';

const BATCH = [
  'C:\\tools\\psql.cmd',
  'C:\\tools\\PSQL.BAT',
  'psql.Cmd',
  // Windows opens the same file for these
  'C:\\tools\\psql.bat.',
  'C:\\tools\\psql.cmd .. ',
];

describe('a batch file', () => {
  it.each(BATCH)('%s is not started on Windows', (program) => {
    expect(whyNotStarted(program, 'win32')).toContain('batch file');
    expect(whyNotStarted(program, 'linux')).toBeNull();
  });

  it.each(['C:\\tools\\psql.exe', 'C:\\tools.bat\\psql.exe', 'C:\\cmd\\bat'])('%s is none', (program) => {
    expect(whyNotStarted(program, 'win32')).toBeNull();
  });

  it.each(BATCH)('%s cannot be chosen, neither for a client nor as one’s own', async (program) => {
    const saved: unknown[] = [];
    const { requests } = createChoices(
      {
        choicesFile: {
          load: async () => ({ value: { paths: {}, own: [] }, problem: null }),
          save: async (choices) => {
            saved.push(choices);
            return succeed(null);
          },
        },
        chooseProgram: async () => succeed(program),
        platform: 'win32',
        newId: () => 'id',
      },
      async () => undefined,
    );
    const refused = { ok: false, error: { code: 'not-allowed', message: expect.stringContaining(program) } };
    expect(await requests.choosePath('psql')).toMatchObject(refused);
    expect(await requests.chooseProgram()).toMatchObject(refused);
    const draft = { name: 'x', runsIn: 'terminal', families: ['postgres'], program, command: '' } as const;
    expect(await requests.saveOwn(null, { ...draft, families: [...draft.families] })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    });
    expect(saved).toEqual([]);
  });
});
