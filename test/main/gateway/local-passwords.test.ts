import { statSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localPasswords, noKeyStore, type SecretBox } from '../../../main/gateway/local-passwords.ts';
import { localPasswordsSchema } from '../../../main/gateway/state-files.ts';
import { jsonFile } from '../../../main/files/json-file.ts';
import { testClock } from '../../app/test-clock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const [one, other] = ['5f0c6f0a-3f6e-4d43-9d5a-000000000001', '5f0c6f0a-3f6e-4d43-9d5a-000000000002'];

/** A key store that turns text round, with a key that can be lost. */
function turningBox(): SecretBox & { loseKey: () => void } {
  let key = 'first';
  return {
    isAvailable: () => true,
    seal: (text) => Buffer.from(`${key}:${text.split('').toReversed().join('')}`).toString('base64'),
    open(sealed) {
      const [by, text = ''] = Buffer.from(sealed, 'base64').toString().split(':');
      if (by !== key) throw new Error('another key');
      return text.split('').toReversed().join('');
    },
    loseKey: () => void (key = 'second'),
  };
}

function keeping(folder: string, box: SecretBox) {
  const path = join(folder, 'local-passwords.json');
  return { path, ...localPasswords(jsonFile(path, localPasswordsSchema, testClock()), box) };
}

async function passwordOf(asked: ReturnType<ReturnType<typeof localPasswords>['get']>): Promise<string> {
  const got = await asked;
  if (!got.ok) throw new Error(got.error.message);
  return got.value.password;
}

describe('local passwords', () => {
  it('are made once, one for each connection, and are the same at the next start', async () => {
    const folder = temporaryFolder();
    const first = keeping(folder, noKeyStore);
    // asked for at the same time, as two gateways that start with Latchkey do
    const [a, b, again] = await Promise.all([one, other, one].map((id) => passwordOf(first.get(id))));
    expect(a).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(b).not.toBe(a);
    expect(again).toBe(a);
    expect(await passwordOf(keeping(folder, noKeyStore).get(other))).toBe(b);
    expect(statSync(first.path).mode & 0o777).toBe(0o600);
  });

  it('are in the file only sealed where there is a key store', async () => {
    const kept = keeping(temporaryFolder(), turningBox());
    const password = await passwordOf(kept.get(one));
    expect(readFileSync(kept.path, 'utf8')).not.toContain(password);
  });

  it('that the key store cannot open any more are made anew, and that is told', async () => {
    const folder = temporaryFolder();
    const box = turningBox();
    const before = await passwordOf(keeping(folder, box).get(one));
    box.loseKey();
    const after = await keeping(folder, box).get(one);
    expect(after).toMatchObject({ ok: true, value: { isReplaced: true } });
    expect(after).not.toMatchObject({ value: { password: before } });
    expect(await keeping(folder, box).get(one)).toMatchObject({ value: { isReplaced: false } });
  });

  it('are renewed on request, and the old one is gone', async () => {
    const folder = temporaryFolder();
    const kept = keeping(folder, noKeyStore);
    const before = await passwordOf(kept.get(one));
    const renewed = await kept.renew(one);
    expect(renewed).toMatchObject({ ok: true });
    expect(await passwordOf(kept.get(one))).not.toBe(before);
    expect(readFileSync(kept.path, 'utf8')).not.toContain(before);
  });

  it('are forgotten on request, and the others stay', async () => {
    const folder = temporaryFolder();
    const kept = keeping(folder, noKeyStore);
    const [gone, stays] = [await passwordOf(kept.get(one)), await passwordOf(kept.get(other))];
    await kept.forget([one]);
    expect(readFileSync(kept.path, 'utf8')).not.toContain(gone);
    expect(await passwordOf(keeping(folder, noKeyStore).get(other))).toBe(stays);
    expect(await passwordOf(kept.get(one))).not.toBe(gone);
  });

  it('are not used where they cannot be kept or sealed', async () => {
    const broken: SecretBox = {
      ...noKeyStore,
      isAvailable: () => true,
      seal: () => {
        throw new Error('locked');
      },
    };
    expect(await keeping(temporaryFolder(), broken).get(one)).toMatchObject({
      error: { code: 'key-store-failed' },
    });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a file'), '');
    expect(await keeping(join(folder, 'a file'), noKeyStore).get(one)).toMatchObject({ ok: false });
  });

  it('of which one is broken in the file leave the others as they are', async () => {
    const folder = temporaryFolder();
    const kept = keeping(folder, noKeyStore);
    const good = await passwordOf(kept.get(one));
    const data = { [one]: { plain: good }, [other]: { plain: 'with a "quote' } };
    writeFileSync(kept.path, JSON.stringify({ version: 1, data }));
    const again = keeping(folder, noKeyStore);
    expect(await passwordOf(again.get(one))).toBe(good);
    expect(await passwordOf(again.get(other))).toMatch(/^[A-Za-z0-9]{24}$/);
  });
});
