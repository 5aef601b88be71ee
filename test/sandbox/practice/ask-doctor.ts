import { succeed } from '../../../app/common/result.ts';
import { Secret } from '../../../app/common/secret.ts';
import type { Report } from '../../../app/doctor/model.ts';
import { reportOf } from '../../../app/doctor/report.ts';
import { runChecks, type Progress } from '../../../app/doctor/run.ts';
import type { CheckId } from '../../../app/doctor/observations.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import { familyOf } from '../../../app/endpoints/model.ts';
import type { Credentials } from '../../../app/profiles/model.ts';
import { awsServices } from '../../../app/profiles/plan/configured-endpoints.ts';
import { systemClock } from '../../../main/clock.ts';
import { awsLooks, stsClient } from '../../../main/doctor/aws/looks.ts';
import { systemNameServers } from '../../../main/doctor/names.ts';
import { createProbes } from '../../../main/doctor/probes.ts';
import { signWithRdsSigner } from '../../../main/tokens/rds-signer.ts';
import type { Sandbox } from '../start-sandbox.ts';
import { BROKEN_DATABASES, PRACTICE_PLACE, PRACTICE_PROFILE, PRACTICE_ROLE } from './databases.ts';

/** A broken database as its profile sees it. */
export interface Case {
  readonly subject: Subject;
  readonly credentials: Credentials;
}

/** The case of a broken database, with a session of the profile's role. */
export function caseOf({ databases, directory }: Sandbox, id: string): Case {
  const broken = BROKEN_DATABASES.find((one) => one.id === id);
  const found = databases.instances.find((one) => one.id === id && one.region === PRACTICE_PLACE.region);
  const role = directory.role(PRACTICE_ROLE);
  if (broken === undefined || found?.address === undefined || role === undefined) {
    throw new Error(`The sandbox has no ${id}.`);
  }
  const expiresAt = Date.now() + 3_600_000;
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = null,
  } = directory.assume(role, {
    name: 'me',
    expiresAt,
  });
  return {
    subject: {
      name: id,
      family: familyOf(found.engine) ?? 'postgres',
      service: 'rds',
      profile: PRACTICE_PROFILE,
      region: PRACTICE_PLACE.region,
      address: found.address,
      connectAddress: found.address,
      dbUser: broken.dbUser,
      database: 'shop',
      known: null,
    },
    credentials: {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiry: { kind: 'at', time: expiresAt },
    },
  };
}

/** Asks the doctor as the application does, over the sandbox's own HTTP. */
export async function askDoctor(
  { url, authority }: Sandbox,
  { subject, credentials }: Case,
  onRequest: ReadonlySet<CheckId> = new Set(),
): Promise<{ readonly progress: Progress; readonly report: Report }> {
  const settings = async () =>
    succeed({
      region: subject.region,
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      caBundle: null,
      legacySts: false,
      endpoints: new Map(awsServices.map((service) => [service, { url, readable: false }] as const)),
    });
  const probes = createProbes({
    through: async () => {
      throw new Error('no tunnel is wanted');
    },
    ca: async () => succeed(authority.caPem),
    credentials: async () => succeed(credentials),
    sign: async ({ address, region, dbUser }, given) =>
      new Secret((await signWithRdsSigner({ ...address, region, dbUser }, given)).token),
    readClipboard: async () => '',
    nameServers: systemNameServers,
    sts: (order, given) => stsClient(settings, order, given),
    aws: awsLooks(settings, async () => null),
    reported: null,
    now: Date.now,
  });
  const run = { subject, probes, clock: systemClock, onRequest, onProgress: () => undefined };
  const progress = await runChecks(run);
  return { progress, report: reportOf(subject, progress, Date.now()) };
}
