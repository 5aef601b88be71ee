import * as fc from 'fast-check';
import type { PolicyDatabase } from '../../../../app/doctor/policy/database.ts';

/** Any database that a policy can name by a user. */
export const anyDatabase: fc.Arbitrary<PolicyDatabase> = fc.record({
  service: fc.constant('rds-db' as const),
  partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-iso', 'aws-iso-f'),
  region: fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1', 'us-iso-east-1'),
  account: fc.stringMatching(/^\d{12}$/),
  resourceId: fc.stringMatching(/^(?:db|cluster|prx)-[A-Z0-9]{20}$/),
});

/** Any name of a database user, with what a policy could take for something else. */
export const anyUser = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc
      .array(fc.constantFrom('a', '*', '?', '$', '{', '}', '${', '/', ':', '@', ' ', "'", '"', '\\', 'é'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => parts.join('')),
  )
  .filter((text) => /^\P{Cc}+$/u.test(text) && text.length <= 63);
