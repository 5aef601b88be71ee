import { expect, it, vi } from 'vitest';
import { fail, succeed } from '../../../app/common/result.ts';
import { createFileChanges } from '../../../app/profiles/file-changes.ts';
import { memoryWriter } from './memory-writer.ts';

const rename = (from: string, to: string) => () => succeed({ kind: 'rename', from, to } as const);

function changes(config: string | null) {
  const texts = { config, credentials: null as string | null };
  let ids = 0;
  const onWritten = vi.fn(async () => undefined);
  const made = createFileChanges(memoryWriter(texts), () => `id ${(ids += 1)}`, onWritten);
  return { texts, onWritten, ...made };
}

async function idOf(preview: ReturnType<ReturnType<typeof changes>['preview']>): Promise<string> {
  const shown = await preview;
  if (!shown.ok) throw new Error(shown.error.message);
  return shown.value.id;
}

it('a change is made as it was shown, and taken back', async () => {
  const { texts, preview, apply, onWritten } = changes('[profile a]\n');
  const shown = await preview(rename('a', 'b'));
  expect(shown).toMatchObject({
    value: {
      files: [
        { path: '/home/me/.aws/config', isNew: false, lines: [{ kind: 'removed' }, { kind: 'added' }] },
      ],
    },
  });
  expect(texts.config).toBe('[profile a]\n');
  const undo = await apply(shown.ok ? shown.value.id : '');
  expect(texts.config).toBe('[profile b]\n');
  expect(undo.ok && (await undo.value())).toEqual({ ok: true, value: null });
  expect(texts.config).toBe('[profile a]\n');
  expect(onWritten).toHaveBeenCalledTimes(2);
});

it('only the newest preview can be made, and only once', async () => {
  const { preview, apply } = changes('[profile a]\n');
  const old = await idOf(preview(rename('a', 'b')));
  const newest = await idOf(preview(rename('a', 'c')));
  expect(await apply(old)).toMatchObject({ error: { code: 'invalid-input' } });
  expect(await apply(newest)).toMatchObject({ ok: true });
  expect(await apply(newest)).toMatchObject({ error: { code: 'invalid-input' } });
});

it('a file that was changed since the preview is left', async () => {
  const { texts, preview, apply, onWritten } = changes('[profile a]\n');
  const id = await idOf(preview(rename('a', 'b')));
  texts.config = '[profile a]\nregion = theirs\n';
  expect(await apply(id)).toMatchObject({ error: { code: 'file-changed' } });
  expect(texts.config).toBe('[profile a]\nregion = theirs\n');
  expect(onWritten).not.toHaveBeenCalled();
  const again = await idOf(preview(rename('a', 'b')));
  expect(await apply(again)).toMatchObject({ ok: true });
});

it('a change is made of the sessions that the files have, and refused in words', async () => {
  const { preview } = changes(
    '[sso-session corp]\nsso_start_url = https://x\nsso_region = r\n[sso-session half]\n',
  );
  let seen: unknown = null;
  const refused = await preview((sessions) => {
    seen = sessions;
    return fail('invalid-input', 'No.');
  });
  expect(seen).toEqual([{ name: 'corp', startUrl: 'https://x', region: 'r', scopes: null }]);
  expect(refused).toMatchObject({ error: { message: 'No.' } });
});
