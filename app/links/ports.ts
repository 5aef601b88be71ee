import type { Connection } from '../connections/model.ts';

/** Asks a person whether a link may open a connection: no, this once, or from now on. */
export type ConfirmLink = (
  connection: Pick<Connection, 'name' | 'environment' | 'dbUser' | 'address'>,
) => Promise<'no' | 'once' | 'always'>;
