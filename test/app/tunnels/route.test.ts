import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { storedConnection, toStored } from '../../../app/connections/file-keys.ts';
import { networkRoute, sharedRouteOf, withSharedRoute } from '../../../app/tunnels/model.ts';
import { anyConnection } from '../connections/any-connection.ts';

it('is in the file of connections as it is, with what is shared beside what is not', () => {
  fc.assert(
    fc.property(anyConnection, (one) => {
      const stored: unknown = JSON.parse(JSON.stringify(toStored(one)));
      expect(storedConnection.parse(stored)).toEqual(one);
    }),
  );
});

it('keeps what belongs to this machine, whatever others say', () => {
  fc.assert(
    fc.property(anyConnection, anyConnection, ({ networkRoute: mine }, { networkRoute: other }) => {
      const theirs = sharedRouteOf(other);
      const next = withSharedRoute(mine, theirs);
      expect(networkRoute.parse(next)).toEqual(next);
      expect(sharedRouteOf(next)).toEqual(theirs);
      expect(next.kind).toBe('shared' in mine ? mine.kind : theirs.kind);
    }),
  );
});
