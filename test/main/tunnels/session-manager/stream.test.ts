import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { tunnelEndOf } from '../../../../app/tunnels/model.ts';
import { COMMAND, createFrameReader } from '../../../../main/tunnels/session-manager/smux/frames.ts';
import { createMuxStream } from '../../../../main/tunnels/session-manager/smux/stream.ts';
import { settled } from '../../../app/deferred.ts';

/** A stream whose frames are taken as soon as there are some. */
function openStream() {
  const frames: Buffer[] = [];
  let held = 0;
  const stream = createMuxStream(3, {
    onReady() {
      for (let frame = stream.nextFrame(); frame !== null; frame = stream.nextFrame()) frames.push(frame);
    },
    onHeld: (difference) => void (held += difference),
  });
  return { stream, frames, held: () => held, commands: () => frames.map((frame) => frame[1]) };
}

it('says what is written in frames that fill a message at most, in order, and then that it is done', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 6 }), async (some) => {
      const { stream, frames, commands } = openStream();
      for (const bytes of some) stream.duplex.write(bytes);
      stream.duplex.end();
      await settled();
      const pieces: Buffer[] = [];
      const read = createFrameReader({
        onData: (_, piece) => void pieces.push(piece),
        onFinish: () => void pieces.push(Buffer.from('done')),
      });
      expect(frames.every((frame) => frame.length <= 1_024 && read(frame))).toBe(true);
      expect(Buffer.concat(pieces)).toEqual(Buffer.concat([...some, Buffer.from('done')]));
      expect(commands()[0]).toBe(COMMAND.open);
      expect(commands().at(-1)).toBe(COMMAND.finish);
      expect(stream.sent()).toBe(some.reduce((sum, { length }) => sum + length, 0));
    }),
    { numRuns: 50 },
  );
});

it('gives its reader what came, holds what is not read, and gives it up with its reader', async () => {
  const { stream, held } = openStream();
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  for (let at = 0; at < megabyte.length; at += 1_000) stream.take(megabyte.subarray(at, at + 1_000));
  await settled();
  // what the stream itself holds is not counted
  expect(held()).toBeGreaterThan(800_000);
  expect(held()).toBe(stream.held());
  let read = 0;
  stream.duplex.on('data', (piece: Buffer) => (read += piece.length));
  await settled();
  expect([read, held()]).toEqual([megabyte.length, 0]);
  stream.duplex.pause();
  for (let count = 0; count < 3; count += 1) stream.take(megabyte);
  expect(held()).toBeGreaterThan(0);
  stream.take(Buffer.from('of the same moment'));
  stream.duplex.destroy();
  await settled();
  expect(held()).toBe(0);
});

it('takes nothing for a reader that has gone', async () => {
  const { stream, held, commands } = openStream();
  stream.duplex.write('x');
  stream.duplex.destroy();
  await settled();
  for (let count = 0; count < 3; count += 1) stream.take(Buffer.alloc(200_000));
  await settled();
  expect([held(), stream.received()]).toEqual([0, 0]);
  expect(commands()).toEqual([COMMAND.open, COMMAND.push, COMMAND.finish]);
});

it('says nothing of one that was gone before it was opened', async () => {
  const { stream, frames } = openStream();
  stream.duplex.destroy();
  await settled();
  expect([frames, stream.isOpenSent()]).toEqual([[], false]);
});

it('takes no more from its writer once the agent has closed it, and lets the reader finish', async () => {
  const { stream, frames } = openStream();
  stream.duplex.write('x');
  stream.take(Buffer.from('last'));
  stream.finish();
  const sent = frames.length;
  let isWritten = false;
  stream.duplex.write('too late', () => (isWritten = true));
  expect(stream.duplex.read()?.toString()).toBe('last');
  stream.duplex.resume();
  await settled();
  expect([isWritten, frames.length, stream.duplex.closed, stream.duplex.errored]).toEqual([
    true,
    sent,
    true,
    null,
  ]);
});

it('fails with its end, and tells its writer', async () => {
  const { stream } = openStream();
  const failures: unknown[] = [];
  stream.duplex.on('error', (cause) => failures.push(cause));
  stream.fail(tunnelEndOf('tunnel-stalled'));
  await settled();
  expect(failures).toMatchObject([{ name: 'TunnelError', code: 'tunnel-stalled' }]);
});
