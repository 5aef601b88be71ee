import type { Result } from '../common/result.ts';
import type { Credentials } from '../profiles/model.ts';
import type { SessionOpening, TunnelNode, TunnelOpening } from './model.ts';

/** Whose calls they are, and for which region. */
export interface CallScope {
  readonly profile: string;
  readonly region: string;
  readonly credentials: Credentials;
}

/** What a session forwards to: through which node, and where. */
export interface Forwarding {
  readonly target: string;
  readonly host: string;
  readonly port: number;
}

/** A session of Session Manager, as the service gave it. */
export interface StartedSession {
  readonly session: string;
  readonly opening: SessionOpening;
}

/** A session of Session Manager or of `ssh`, and the node or server that it goes through. */
export interface OpenedSession {
  readonly session: string;
  readonly opening: TunnelOpening;
  readonly node: TunnelNode;
}

/** Session Manager's API. Every call ends in time. */
export interface SessionManager {
  /** @returns `tunnel-target-offline`, `tunnel-denied`, or what AWS's calls refuse */
  start(scope: CallScope, to: Forwarding): Promise<Result<StartedSession>>;
  /** Opens a session's data channel anew. @returns `tunnel-idle` where the service has ended it, and what `start` does */
  resume(scope: CallScope, session: string): Promise<Result<StartedSession>>;
  /** Ends a session; that it could not be ended is of no matter, for the service ends idle ones. */
  terminate(scope: CallScope, session: string): Promise<void>;
}

/** A node as Session Manager knows it. */
export interface ManagedNode {
  readonly id: string;
  readonly name: string;
  readonly isOnline: boolean;
  /** The version of its agent; empty where it is not known. */
  readonly agent: string;
}

/** A machine in a VPC: an instance, or a container of an ECS task under its target. */
export interface Machine {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly addresses: readonly string[];
  /** Null where nobody was allowed to look. */
  readonly securityGroups: readonly string[] | null;
  /** Names and values of its tags. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A task of an ECS cluster, both by their ARNs. */
export interface TaskRef {
  readonly cluster: string;
  readonly task: string;
}

/** A container of a running ECS task with a network interface of its own, in which ECS Exec's agent runs. */
export interface TaskContainer extends Pick<Machine, 'id' | 'name' | 'zone' | 'addresses'> {
  /** The ID of its network interface. */
  readonly networkInterface: string;
}

/** Where a network interface is. */
export interface InterfacePlace {
  readonly id: string;
  readonly vpc: string;
  readonly securityGroups: readonly string[];
}

/** An inbound rule of a security group. */
export interface InboundRule {
  /** `tcp`, a number, or `-1` for all. */
  readonly protocol: string;
  readonly fromPort: number | null;
  readonly toPort: number | null;
  /** Security groups and CIDR ranges. */
  readonly sources: readonly string[];
}

/** Where a database is in its network. */
export interface DatabasePlace {
  readonly vpc: string;
  readonly zone: string | null;
  /** The IDs of its security groups. */
  readonly securityGroups: readonly string[];
}

/** What nodes are found with. Each call ends in time, and may be denied by itself. */
export interface NodeSearch {
  /** Where a database is, by its host; null where no database has it. */
  place(scope: CallScope, host: string, port: number): Promise<Result<DatabasePlace | null>>;
  /** All nodes that Session Manager manages in the region. */
  managed(scope: CallScope): Promise<Result<readonly ManagedNode[]>>;
  /** The running instances of a VPC; of the region where null. */
  instances(scope: CallScope, vpc: string | null): Promise<Result<readonly Machine[]>>;
  /** The ARNs of the region's ECS clusters. */
  clusters(scope: CallScope): Promise<Result<readonly string[]>>;
  /** The running tasks of clusters. */
  tasks(scope: CallScope, clusters: readonly string[]): Promise<Result<readonly TaskRef[]>>;
  /** Of tasks the containers that Session Manager can connect to, one for each task. */
  containers(scope: CallScope, tasks: readonly TaskRef[]): Promise<Result<readonly TaskContainer[]>>;
  /** Where network interfaces are; those that are gone are left out. */
  interfaces(scope: CallScope, ids: readonly string[]): Promise<Result<readonly InterfacePlace[]>>;
  /** The inbound rules of security groups. */
  rules(scope: CallScope, securityGroups: readonly string[]): Promise<Result<readonly InboundRule[]>>;
}
