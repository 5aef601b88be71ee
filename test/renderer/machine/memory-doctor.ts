import type { DoctorModulePorts } from '../../../app/doctor/module.ts';
import type { CheckId, Observation, Observations, Seen } from '../../../app/doctor/observations.ts';
import type { Subject } from '../../../app/doctor/subject.ts';
import { succeed } from '../../../app/common/result.ts';
import { observed } from '../../app/doctor/sample.ts';

/** What the checks see on a machine in memory, which a test can change. */
export interface DoctorWorld {
  /** What they see of a subject; a check that is not there is skipped. */
  looks: (subject: Subject) => Observations;
  /** Checks that never answer. */
  readonly silent: Set<CheckId>;
  /** What the database answers to a question. */
  rows: readonly unknown[];
  /** Tells the application how far AWS's clock is ahead, in milliseconds. */
  tellClock: (offsetMs: number) => void;
}

/** All is well with every subject. */
export function wellLooks({ name, address }: Subject): Observations {
  const account = '482011780031';
  const description: Seen['description'] = {
    state: 'found',
    facts: {
      kind: 'cluster',
      partition: 'aws',
      region: 'us-east-1',
      account,
      resourceId: 'cluster-ABCDEFGHIJKL01234',
      clusterResourceId: null,
      identifier: name,
      names: [name, address.host],
      instanceIds: [],
      formerIds: [],
      address,
      status: 'available',
      iam: true,
      iamPending: false,
      masterUser: 'postgres',
      isPublic: true,
      proxy: null,
      securityGroups: ['sg-0a1b2c3d'],
      pendingChanges: [],
    },
  };
  return observed({ description });
}

/** The doctor's ports on a machine in memory. */
export function memoryDoctor(world: DoctorWorld): DoctorModulePorts {
  return {
    probes: () => {
      const ended: (() => void)[] = [];
      return {
        run<Check extends CheckId>(check: Check, { subject }: { readonly subject: Subject }) {
          return new Promise<Observation<Seen[Check]>>((resolve) => {
            ended.push(() => resolve({ outcome: 'skipped' }));
            if (world.silent.has(check)) return;
            const seen: Observations[Check] = world.looks(subject)[check];
            resolve(seen ?? { outcome: 'skipped' });
          });
        },
        stop: () => ended.splice(0).forEach((end) => end()),
      };
    },
    query: async () => succeed(world.rows),
    onClockMeasured: (told) => {
      world.tellClock = told;
    },
  };
}
