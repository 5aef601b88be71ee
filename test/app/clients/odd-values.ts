import * as fc from 'fast-check';
import type { ClientTarget, OpenTarget } from '../../../app/clients/ports.ts';

/** Text that a shell, a URL or an option file could take for its own: any characters but NUL. */
export const oddText = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '`',
      ' ',
      '-',
      '#',
      '%',
      ';',
      '&',
      '\n',
      'é',
      '😀',
      '’',
      '=',
      'a',
    ),
  }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary-ascii' }).map((text) => text.replaceAll('\0', '')),
);

/** The same as a database user or database may hold: no control characters. */
export const oddName = oddText.map((text) => text.replace(/\p{Cc}/gu, ''));

/** A target with nothing odd in it. */
export const plainTarget: ClientTarget = {
  name: 'orders',
  family: 'postgres',
  host: 'orders.abc.us-east-1.rds.amazonaws.com',
  port: 5432,
  hostaddr: null,
  environment: null,
  connectionId: null,
  localSide: null,
  route: 'direct',
  dbUser: 'alice',
  database: 'shop',
};

/** The same, before it is known how the socket gets there. */
export const openTarget: OpenTarget = {
  name: plainTarget.name,
  family: plainTarget.family,
  host: plainTarget.host,
  port: plainTarget.port,
  connectAddress: null,
  caFile: null,
  environment: null,
  connectionId: null,
  dbUser: plainTarget.dbUser,
  database: plainTarget.database,
};

/** A target that a careless program trips over. */
export const oddTarget: ClientTarget = {
  ...plainTarget,
  port: 6543,
  dbUser: `-O'Neil "$HOME" \`id\`@corp`,
  database: '--dé\\b;x',
};

/** A token's form and characters, not a real one. */
export const sampleToken =
  'orders.abc.us-east-1.rds.amazonaws.com:5432/?Action=connect&DBUser=alice&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0123abcd';
