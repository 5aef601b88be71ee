import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { caBundle } from '../../main/clients/ca-bundle.ts';
import { runPart } from './parts.ts';

await runPart('certificates', {
  'RDS’s are written, read as certificates, and left alone the second time': async (folder) => {
    const data = join(folder, 'new');
    const first = await caBundle(data, null);
    assert.equal(first.ok, true);
    const text = await readFile(join(data, 'rds-ca.pem'), 'utf8');
    const blocks = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];
    assert.ok(blocks.length > 50, `${blocks.length} certificates`);
    for (const block of blocks) assert.match(new X509Certificate(block).subject, /Amazon|Starfield/);
    assert.equal((await caBundle(data, null)).ok, true);
  },
  'a file of the user’s own, with Windows’ line ends, is taken, and another is refused': async (folder) => {
    const made = await caBundle(folder, null);
    const own = join(folder, 'own.pem');
    await writeFile(own, (await readFile(made.ok ? made.value : '', 'utf8')).replaceAll('\n', '\r\n'));
    assert.deepEqual(await caBundle(folder, own), { ok: true, value: own });
    await writeFile(own, 'no certificate');
    assert.equal((await caBundle(folder, own)).ok, false);
  },
});
