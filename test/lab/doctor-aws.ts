import { succeed, type Result } from '../../app/common/result.ts';
import type { PolicyDocument } from '../../app/doctor/policy/document.ts';
import type { DatabaseFacts } from '../../app/doctor/subject.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import { awsServices } from '../../app/profiles/plan/configured-endpoints.ts';
import { awsLooks } from '../../main/doctor/aws/looks.ts';
import type { ProbesNeed } from '../../main/doctor/probes.ts';
import { startAwsServer, type AwsServer } from '../sandbox/aws-server.ts';
import { noDatabases, type DatabaseStore, type Instance, type Proxy } from '../sandbox/databases.ts';
import { READ_ACCESS } from '../sandbox/directory.ts';
import { createSessions } from '../sandbox/private-network/sessions.ts';
import { makeFaults } from '../sandbox/faults.ts';
import { addManaged } from '../sandbox/iam/account.ts';
import { makeSso } from '../sandbox/sso-service.ts';
import type { DoctorLab } from './doctor-lab.ts';

/** What IAM and RDS hold about one identity and one database. */
export interface AwsState {
  /** Null where the account has no such database. */
  facts: DatabaseFacts | null;
  policies: readonly { readonly name: string; readonly document: PolicyDocument }[];
  boundary: PolicyDocument | null;
  /** The organization's policies; null where there is no organization. */
  organization: PolicyDocument | null;
  /** Whether nothing but `rds-db:connect` is allowed. */
  isBlind: boolean;
}

/** AWS over HTTP, asked as the application asks it. */
export interface DoctorAws {
  readonly server: AwsServer;
  /** The looks at what AWS says; all go over HTTP. */
  readonly looks: ProbesNeed['aws'];
  /** Makes AWS hold this from now on. */
  readonly hold: (state: AwsState) => void;
  readonly stop: () => Promise<void>;
}

/** Starts it for the lab's identity; whom the databases let in hangs on the same policies. */
export async function startDoctorAws({ directory, role, account }: DoctorLab): Promise<DoctorAws> {
  const store: DatabaseStore = { all: noDatabases };
  const sso = makeSso(directory, () => '', Date.now);
  const parts = {
    store,
    directory,
    sso,
    faults: makeFaults(),
    authErrors: [],
    sessions: createSessions(() => null),
    now: Date.now,
  };
  const server = await startAwsServer(parts);
  const endpoints = new Map(
    awsServices.map((service) => [service, { url: server.url, readable: false }] as const),
  );
  const settings = {
    region: null,
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    caBundle: null,
    legacySts: false,
    endpoints,
  };
  const boundaryArn = `arn:aws:iam::${account}:policy/boundary`;
  return {
    server,
    looks: awsLooks(
      async () => succeed(settings),
      async () => null,
    ),
    hold({ facts, policies, boundary, organization, isBlind }) {
      const { iam } = directory;
      role.inline.clear();
      if (!isBlind) role.inline.set('look', JSON.stringify(READ_ACCESS));
      for (const { name, document } of policies) role.inline.set(name, JSON.stringify(document));
      role.boundary = boundary === null ? null : boundaryArn;
      if (boundary !== null) addManaged(iam, boundaryArn, JSON.stringify(boundary));
      iam.organization.delete(account);
      if (organization !== null) iam.organization.set(account, [JSON.stringify(organization)]);
      const instances = facts?.kind === 'instance' ? [instanceOf(facts)] : [];
      const proxies = facts?.kind === 'proxy' ? [proxyOf(facts)] : [];
      store.all = { ...noDatabases, instances, proxies };
    },
    stop: server.stop,
  };
}

function instanceOf(facts: DatabaseFacts): Instance {
  const { region, account, identifier, resourceId, address, status, iam, iamPending, isPublic } = facts;
  return {
    region,
    account: account ?? '',
    id: identifier,
    engine: 'postgres',
    version: '16.6',
    instanceClass: 'db.t4g.micro',
    iam,
    iamPending,
    status,
    resourceId: resourceId ?? '',
    ...(address === null ? {} : { address }),
    ...(facts.masterUser === null ? {} : { masterUser: facts.masterUser }),
    ...(isPublic === null ? {} : { isPublic }),
    tags: {},
  };
}

function proxyOf({ region, account, identifier, resourceId, address, proxy }: DatabaseFacts): Proxy {
  return {
    region,
    account: account ?? '',
    name: identifier,
    engineFamily: 'POSTGRESQL',
    resourceId: resourceId ?? '',
    host: address?.host ?? '',
    iamAuth: proxy?.takesTokens === false ? 'DISABLED' : 'REQUIRED',
    endpoints: [],
  };
}

/** Credentials that are there. */
export function credentialsOf(identity: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}): Result<Credentials> {
  const { accessKeyId, secretAccessKey, sessionToken = null } = identity;
  const expiry = { kind: 'at', time: Date.now() + 3_600_000 } as const;
  return succeed({ accessKeyId, secretAccessKey, sessionToken, expiry });
}
