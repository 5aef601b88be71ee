import type { Failure } from '../common/result.ts';
import type { Expiry } from '../profiles/model.ts';
import type { PolicyDocument } from './policy/document.ts';
import type { ServerRefusal } from './server-words.ts';
import type { DatabaseFacts } from './subject.ts';
import type { TokenFault } from './token.ts';

/** Whether the profile has credentials at all. */
export type CredentialsSeen =
  | { readonly state: 'usable'; readonly expiry: Expiry }
  | { readonly state: 'unusable'; readonly error: Failure };

/** What STS GetCallerIdentity said. */
export type CallerSeen = {
  /** How far AWS's clock is ahead of this computer's, in milliseconds; null where there was no answer to measure. */
  readonly clockOffsetMs: number | null;
} & (
  | { readonly state: 'known'; readonly arn: string; readonly account: string }
  /** The credentials have ended, or AWS does not know them. */
  | { readonly state: 'ended' | 'unknown-key' }
);

/** What AWS says of the database. */
export type DescriptionSeen =
  | { readonly state: 'found'; readonly facts: DatabaseFacts }
  /** The account has no such database in this region. */
  | { readonly state: 'missing' };

/** What the connect host's name leads to. */
export type NameSeen =
  | {
      readonly state: 'resolved';
      readonly addresses: readonly string[];
      /** Whether all addresses are private. */
      readonly isPrivate: boolean;
    }
  | { readonly state: 'not-found' };

/** The names that the database host is another name for, the nearest first. */
export interface AliasSeen {
  readonly canonical: readonly string[];
}

/** Whether a connection stands. */
export type ReachSeen = { readonly ms: number } & (
  | { readonly state: 'connected' | 'refused' | 'timed-out' | 'no-route' | 'reset' }
  /** Session Manager does not lead there. @param message why, and what to do next */
  | { readonly state: 'no-tunnel'; readonly message: string; readonly hint: string }
);

/** Whether TLS stands, and with whom. */
export type TlsSeen =
  | { readonly state: 'verified'; readonly ms: number }
  | { readonly state: 'no-tls' | 'unknown-authority' | 'expired' | 'not-yet-valid' | 'closed' | 'silent' }
  /** @param words the library's */
  | { readonly state: 'failed'; readonly words: string }
  /** @param names in the certificate */
  | { readonly state: 'wrong-name'; readonly names: readonly string[] }
  /** @param speaks what answers there: `mysql`, `postgres`, `http`, `ssh`, or empty */
  | { readonly state: 'other-protocol'; readonly speaks: string }
  | { readonly state: 'refused'; readonly refusal: ServerRefusal };

/** How the server wants a user to log in. */
export type AuthenticationSeen =
  | { readonly asks: 'token' }
  /** MariaDB asks for a password in clear text of users whom it does not know, too. */
  | { readonly asks: 'perhaps-token' }
  /** @param method such as `SCRAM`, `MD5` or the name of a plugin */
  | { readonly asks: 'password'; readonly method: string }
  | { readonly asks: 'nothing'; readonly refusal: ServerRefusal };

/** How logging in with a token has ended. */
export type SignInSeen =
  | { readonly state: 'in'; readonly ms: number }
  | { readonly state: 'refused'; readonly refusal: ServerRefusal }
  | { readonly state: 'closed' };

/** What IAM's simulator decides. */
export type SimulatedDecision = 'allowed' | 'explicit-deny' | 'implicit-deny';

/** What IAM's simulator said of the exact resource. */
export interface SimulationSeen {
  readonly decision: SimulatedDecision;
  /** The same without the organization's policies; null where the simulator cannot leave them out. */
  readonly withoutOrganization: SimulatedDecision | null;
  /** Whether the permissions boundary allows it; null where there is none. */
  readonly boundaryAllows: boolean | null;
  /** Condition keys that some policy asks for and nobody has told the simulator. */
  readonly missingKeys: readonly string[];
}

/** The identity's own policies. */
export interface PoliciesSeen {
  readonly policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  readonly boundary: PolicyDocument | null;
  /** Whether all of them could be read. */
  readonly isComplete: boolean;
}

/** A token on the clipboard, without the token. */
export interface ClipboardSeen {
  readonly faults: readonly TokenFault[];
}

/**
 * The codes of the `iam-db-auth-error` log.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
 */
export type IamErrorCode =
  'NotAuthorized' | 'ExpiredToken' | 'InvalidToken' | 'ThrottlingException' | 'InternalError';

/** What CloudWatch's `iam-db-auth-error` log and metrics said of the last hour. */
export interface ErrorsSeen {
  /** What the log says of this user, and what the metrics say of everybody alike. */
  readonly codes: readonly IamErrorCode[];
  /** Failed logins of all users, as the metrics count them; a cause that was never met is left out. */
  readonly counted: readonly { readonly code: IamErrorCode; readonly count: number }[];
  /** Free memory at its lowest, in bytes; null where it was not measured. */
  readonly freeMemory: number | null;
  /** Why the log was not read; null where it was, or is not exported. */
  readonly logUnseen: Unseen | null;
  /** Why the metrics were not read; null where they were. */
  readonly metricsUnseen: Unseen | null;
}

/** Whom the security groups let in. */
export interface SecurityGroupsSeen {
  /** Null where it depends on an address that only AWS sees. */
  readonly letsIn: boolean | null;
  /** Their IDs. */
  readonly groups: readonly string[];
  /** Whom they let in: ranges of addresses, other groups, prefix lists. */
  readonly sources: readonly string[];
}

/** What each check sees. */
export interface Seen {
  readonly credentials: CredentialsSeen;
  readonly caller: CallerSeen;
  readonly description: DescriptionSeen;
  readonly name: NameSeen;
  readonly alias: AliasSeen;
  readonly reach: ReachSeen;
  readonly tls: TlsSeen;
  readonly authentication: AuthenticationSeen;
  /** How the server would want the same user in small letters to log in. */
  readonly lowerCaseUser: AuthenticationSeen;
  /** How the server would want the master user to log in. */
  readonly masterUser: AuthenticationSeen;
  readonly simulation: SimulationSeen;
  readonly policies: PoliciesSeen;
  readonly signIn: SignInSeen;
  readonly clipboard: ClipboardSeen;
  /** What a client was told, by the server or by itself, before anybody asked the doctor. */
  readonly reported: ServerRefusal;
  readonly errors: ErrorsSeen;
  readonly securityGroups: SecurityGroupsSeen;
}

/** A check's name. */
export type CheckId = keyof Seen;

/** How a check has ended. */
export type Observation<T> =
  | { readonly outcome: 'seen'; readonly value: T }
  /** AWS does not allow to look. */
  | { readonly outcome: 'not-allowed'; readonly permission: string }
  | { readonly outcome: 'failed'; readonly message: string }
  | { readonly outcome: 'timed-out' }
  /** Another check has made it needless, or impossible. */
  | { readonly outcome: 'skipped' };

/** Why something was not seen. */
export type Unseen = Exclude<Observation<never>, { readonly outcome: 'seen' }>;

/** All that is known so far; a check that has not ended is not there. */
export type Observations = { readonly [Check in CheckId]?: Observation<Seen[Check]> };

/** What a check has seen; null where it has not ended, or saw nothing. */
export function seen<Check extends CheckId>(observations: Observations, check: Check): Seen[Check] | null {
  const observation = observations[check];
  return observation?.outcome === 'seen' ? observation.value : null;
}
