import { checkServerIdentity } from 'node:tls';
import { Client } from 'pg';
import type { Subject } from '../../../app/doctor/subject.ts';
import { QUERY_TIMEOUT_MS, type Query } from './question.ts';

/** Asks PostgreSQL or Aurora DSQL, in a transaction that can change nothing. Throws what the driver throws. */
export async function queryPostgres(
  subject: Subject,
  { sql, ca, token }: Query,
): Promise<readonly unknown[]> {
  const { address, connectAddress, dbUser, database } = subject;
  const client = new Client({
    host: connectAddress.host,
    port: connectAddress.port,
    user: dbUser,
    // Aurora DSQL has one database; elsewhere everybody may connect to this one
    database: database === '' ? 'postgres' : database,
    password: token.reveal(),
    ssl: {
      ca,
      minVersion: 'TLSv1.2',
      // the certificate is the database host's, wherever the socket goes
      checkServerIdentity: (_host, certificate) => checkServerIdentity(address.host, certificate),
    },
    connectionTimeoutMillis: QUERY_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    application_name: 'latchkey',
  });
  // what happens to the connection afterwards is told by the query, or does not matter any more
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN READ ONLY');
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
