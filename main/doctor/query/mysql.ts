import { connect } from 'node:net';
import { createConnection } from 'mysql2/promise';
import type { Subject } from '../../../app/doctor/subject.ts';
import { QUERY_TIMEOUT_MS, type Query } from './question.ts';

/** Asks MySQL or MariaDB, in a transaction that can change nothing. Throws what the driver throws. */
export async function queryMysql(subject: Subject, { sql, ca, token }: Query): Promise<readonly unknown[]> {
  const { address, connectAddress, dbUser } = subject;
  const socket = connect({ ...connectAddress, autoSelectFamily: true, noDelay: true });
  socket.setTimeout(QUERY_TIMEOUT_MS, () => socket.destroy(new Error('No answer in time.')));
  const connection = await createConnection({
    // the certificate is verified for this host, wherever the socket goes
    host: address.host,
    stream: socket,
    user: dbUser,
    ssl: { ca, minVersion: 'TLSv1.2', verifyIdentity: true, rejectUnauthorized: true },
    authPlugins: { mysql_clear_password: () => () => Buffer.from(`${token.reveal()}\0`) },
    connectTimeout: QUERY_TIMEOUT_MS,
  }).catch((cause: unknown) => {
    socket.destroy();
    throw cause;
  });
  connection.on('error', () => undefined);
  try {
    // in MariaDB a statement that changes tables ends the transaction first, and the session's own mode counts then
    await connection.query('SET SESSION TRANSACTION READ ONLY');
    await connection.query('START TRANSACTION READ ONLY');
    const [rows] = await connection.query({ sql, timeout: QUERY_TIMEOUT_MS });
    return Array.isArray(rows) ? rows : [];
  } finally {
    connection.destroy();
  }
}
