import { fuzzAwsConfigFiles } from './aws-config-files.ts';
import { fuzzCommandSocket } from './command-socket.ts';
import type { Tally } from './each-input.ts';
import { fuzzLinks } from './links.ts';
import { fuzzMysqlHandshakes } from './mysql-handshakes.ts';
import { fuzzMysqlSessions } from './mysql-sessions.ts';
import { fuzzPostgresHandshakes } from './postgres-handshakes.ts';
import { fuzzPostgresStartup } from './postgres-startup.ts';
import { fuzzSessionManager } from './session-manager-messages.ts';
import { fuzzSharedFiles } from './shared-files.ts';

/** What reads what others wrote, and how it is fuzzed. */
export interface Decoder {
  readonly name: string;
  /** Gives it so many inputs; throws at the first that breaks a promise. The same seed gives the same inputs. */
  readonly fuzz: (count: number, seed: number) => Promise<Tally>;
  /** How many inputs are given by hand, and how many in the gate. */
  readonly counts: { readonly long: number; readonly short: number };
  /** The ends that some inputs must come to: a fuzzer that never gets inside finds nothing. */
  readonly ends: readonly string[];
}

/** Every decoder that reads what others wrote. A new one gets a line here. */
export const decoders: readonly Decoder[] = [
  {
    name: 'PostgreSQL startup',
    fuzz: fuzzPostgresStartup,
    counts: { long: 500_000, short: 5_000 },
    ends: ['startup', 'cancel', 'tls', 'gss', 'direct-tls', 'gone', 'refused'],
  },
  {
    name: 'PostgreSQL handshakes',
    fuzz: fuzzPostgresHandshakes,
    counts: { long: 1_000_000, short: 20_000 },
    ends: ['relay', 'refused', 'done', 'untouched', 'cancelled'],
  },
  {
    name: 'MySQL handshakes',
    fuzz: fuzzMysqlHandshakes,
    counts: { long: 1_000_000, short: 20_000 },
    ends: ['relay', 'done', 'malformed', 'wrong-password', 'wrong-user', 'database-refused', 'unreachable'],
  },
  {
    name: 'MySQL sessions',
    fuzz: fuzzMysqlSessions,
    counts: { long: 1_000_000, short: 20_000 },
    ends: ['untouched', 'reset', 'ended', 'waits'],
  },
  {
    name: 'command socket',
    fuzz: fuzzCommandSocket,
    counts: { long: 100_000, short: 2_000 },
    ends: ['served', 'refused'],
  },
  {
    name: 'shared files',
    fuzz: fuzzSharedFiles,
    counts: { long: 200_000, short: 4_000 },
    ends: ['taken', 'taken in part', 'empty', 'refused'],
  },
  {
    name: 'AWS’s config files',
    fuzz: fuzzAwsConfigFiles,
    counts: { long: 100_000, short: 1_000 },
    ends: ['all of it', 'a part of it', 'no profile'],
  },
  {
    name: 'links',
    fuzz: fuzzLinks,
    counts: { long: 1_000_000, short: 20_000 },
    ends: ['named', 'refused'],
  },
  {
    name: 'Session Manager messages',
    fuzz: fuzzSessionManager,
    counts: { long: 1_000_000, short: 20_000 },
    ends: ['tunnel-silent', 'tunnel-malformed', 'tunnel-ended', 'tunnel-lost'],
  },
];
