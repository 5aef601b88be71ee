import { encodeMessage, int32 } from './messages.ts';
import type { Parameter } from './startup.ts';

/** Versions of the protocol: major in the upper 16 bits, minor in the lower. 3.1 was never used. */
export const PROTOCOL = { v3_0: 0x3_0000, v3_2: 0x3_0002 } as const;

/** The first server that speaks 3.2. Source: PostgreSQL documentation, "Protocol Versions". */
const FIRST_WITH_3_2 = 18;

/** What a client and the gateway have agreed on, and the message that says so where it is not what was asked for. */
export interface Agreed {
  readonly version: number;
  readonly parameters: readonly Parameter[];
  readonly message: Buffer | null;
}

/**
 * Agrees on a version that the server has, too. Options of the protocol (`_pq_.`) are all unknown here, as they are
 * to servers. The message comes before the request for a password, as servers send it.
 * Source: PostgreSQL documentation, "Message Flow", "Start-up", NegotiateProtocolVersion.
 *
 * @param newest what the server has, as far as is known
 */
export function agree(asked: number, parameters: readonly Parameter[], newest: number): Agreed {
  const version = Math.min(asked, newest);
  const options = parameters.filter(isOption).map(([name]) => name);
  const kept = parameters.filter((parameter) => !isOption(parameter));
  if (version === asked && options.length === 0) return { version, parameters, message: null };
  const names = options.map((name) => Buffer.from(`${name}\0`, 'latin1'));
  const message = encodeMessage('v', int32(version), int32(options.length), ...names);
  return { version, parameters: kept, message };
}

/** What a listener knows of the versions that its server has. */
export interface KnownVersion {
  readonly newest: () => number;
  /** A server has said its version (`server_version`, such as `18.1`). */
  readonly told: (serverVersion: string) => void;
  /** A server has taken less than was agreed on, whatever its version: from now on nothing but 3.0. */
  readonly refused: () => void;
}

/**
 * Nothing is known before the first session: the server is not asked before the local password is right, and the
 * client must be answered before that. So until then it is 3.0, which every server has.
 */
export function createKnownVersion(): KnownVersion {
  let newest: number = PROTOCOL.v3_0;
  let isCertain = false;
  return {
    newest: () => newest,
    told(serverVersion) {
      const major = Number.parseInt(serverVersion, 10);
      if (!isCertain) newest = major >= FIRST_WITH_3_2 ? PROTOCOL.v3_2 : PROTOCOL.v3_0;
    },
    refused() {
      newest = PROTOCOL.v3_0;
      isCertain = true;
    },
  };
}

function isOption([name]: Parameter): boolean {
  return name.startsWith('_pq_.');
}
