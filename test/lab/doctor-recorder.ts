import { createSecureContext, TLSSocket } from 'node:tls';
import { Duplex } from 'node:stream';
import type { Issued } from '../sandbox/certificates.ts';
import { startRawServer } from '../main/doctor/hostile-servers.ts';

/** Somebody who answers in a database's place, asks for a password in clear text, and keeps all that comes. */
export interface Recorder {
  readonly port: number;
  /** What has come, in TLS and outside of it. */
  readonly received: () => string;
  /** How far the last caller has gone. */
  readonly reached: () => 'nothing' | 'greeting' | 'tls' | 'answer';
  readonly stop: () => Promise<void>;
}

/** The length of MySQL's request for TLS, with its header. */
const SSL_REQUEST = 36;
/** PostgreSQL: AuthenticationCleartextPassword. */
const CLEARTEXT = Buffer.from('520000000800000003', 'hex');

/**
 * Starts it.
 *
 * @param certificate null for one without TLS, who asks all the same
 */
export async function startRecorder(
  engine: 'postgres' | 'mariadb',
  certificate: Issued | null,
): Promise<Recorder> {
  const secureContext =
    certificate === null ? null : createSecureContext({ cert: certificate.certPem, key: certificate.keyPem });
  const inTls: Buffer[] = [];
  let reached: ReturnType<Recorder['reached']> = 'nothing';

  const ask = (stream: Duplex): void => {
    stream.on('data', (data: Buffer) => {
      inTls.push(data);
      if (reached === 'answer') return;
      reached = 'answer';
      stream.write(engine === 'postgres' ? CLEARTEXT : authSwitch());
    });
  };
  const raw = await startRawServer((socket) => {
    reached = 'nothing';
    if (engine === 'mariadb') socket.write(greeting(secureContext !== null));
    socket.once('data', (first: Buffer) => {
      reached = 'greeting';
      if (secureContext === null) {
        // refuses TLS, and asks for the password in the same breath
        if (engine === 'postgres') socket.write(Buffer.concat([Buffer.from('N'), CLEARTEXT]));
        else socket.write(authSwitch());
        return;
      }
      if (engine === 'postgres') socket.write('S');
      socket.removeAllListeners('data');
      socket.pause();
      // a client of MySQL's begins TLS without waiting; what was read of that is put back
      if (engine === 'mariadb' && first.length > SSL_REQUEST) socket.unshift(first.subarray(SSL_REQUEST));
      const below = engine === 'postgres' ? socket : Duplex.from({ readable: socket, writable: socket });
      const stream = new TLSSocket(below, { isServer: true, secureContext });
      stream.on('error', () => undefined);
      stream.once('secure', () => {
        reached = 'tls';
        ask(stream);
      });
    });
  });
  return {
    port: raw.port,
    received: () => Buffer.concat([raw.received(), ...inTls]).toString('latin1'),
    reached: () => reached,
    stop: raw.stop,
  };
}

/** MySQL's greeting: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html */
function greeting(hasTls: boolean): Buffer {
  const lower = hasTls ? 0xffff : 0xf7ff;
  const fixed = Buffer.alloc(4 + 8 + 1 + 2 + 1 + 2 + 2 + 1 + 10);
  fixed.fill(0x41, 4, 12);
  fixed.writeUInt16LE(lower, 13);
  fixed[15] = 45;
  fixed.writeUInt16LE(2, 16);
  fixed.writeUInt16LE(0x000f, 18);
  fixed[20] = 21;
  return packet(
    0,
    Buffer.concat([
      Buffer.from([10]),
      Buffer.from('8.4.3\0'),
      fixed,
      Buffer.alloc(12, 0x41),
      Buffer.from('\0mysql_native_password\0'),
    ]),
  );
}

function authSwitch(): Buffer {
  return packet(3, Buffer.concat([Buffer.from([0xfe]), Buffer.from('mysql_clear_password\0')]));
}

function packet(sequence: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUIntLE(payload.length, 0, 3);
  head[3] = sequence;
  return Buffer.concat([head, payload]);
}
