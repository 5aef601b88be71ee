import assert from 'node:assert/strict';
import { decoders } from '../fuzz/decoders.ts';
import { runPart, type Checks } from './parts.ts';

/** Codecs that read what clients and servers say; what listens on a socket is left to real systems. */
const codecs = decoders.filter(({ name }) => /^(PostgreSQL|MySQL) /.test(name));

const checks: Checks = Object.fromEntries(
  codecs.map(({ name, fuzz, counts, ends }) => [
    `${name}: ${counts.short} changed inputs`,
    async () => {
      const seen = await fuzz(counts.short, 1);
      assert.deepEqual(
        ends.filter((end) => seen[end] === undefined),
        [],
      );
    },
  ]),
);
await runPart('gateway codecs', checks);
