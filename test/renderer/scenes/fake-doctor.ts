import type { CheckedPolicyTexts } from '../../../app/doctor/model.ts';
import { checkPolicy } from '../../../app/doctor/policy/check.ts';
import { connectPolicy, notesOn } from '../../../app/doctor/policy/document.ts';
import { readPolicy } from '../../../app/doctor/policy/read.ts';
import { fitsAs, policySize } from '../../../app/doctor/policy/size.ts';
import { plainJson } from '../../../app/common/text/literals.ts';
import { policyTextsOf, sqlTextsOf } from '../../../app/doctor/report.ts';
import { createIamUser, switchToIam } from '../../../app/doctor/sql/iam-user.ts';
import type { FakeBridge } from '../fake-bridge.ts';

const database = {
  service: 'rds-db',
  partition: 'aws',
  region: 'us-east-1',
  account: '482011780031',
  resourceId: 'cluster-ABCDEFGHIJKL01234',
} as const;
const principal = { kind: 'role', name: 'DatabaseReader', account: '482011780031' } as const;
const dbUser = 'app_readonly';

/** Has a fake answer what is asked of the doctor besides its checks, by main's own functions. */
export function answerDoctor(fake: FakeBridge): void {
  fake.answer('doctor:policy', ({ users }) => {
    const document = connectPolicy([database], users);
    const names = users.kind === 'users' ? users.names : [];
    return {
      ok: true,
      value: {
        policies: [
          policyTextsOf(document, principal, {
            name: 'orders',
            region: 'us-east-1',
            users: names,
            reason: '',
          }),
        ],
        notes: notesOn([database], users).map(({ message }) => message),
        size: policySize(document),
        fits: [...fitsAs(document)],
      },
    };
  });
  fake.answer('doctor:sql', ({ sql }) => {
    const order = { engine: 'postgres', user: dbUser, masterUser: 'postgres', identityArn: 'arn' } as const;
    const made = sql === 'create' ? createIamUser(order) : switchToIam(order);
    return made.ok ? { ok: true, value: sqlTextsOf(made.value) } : made;
  });
  fake.answer('doctor:checkPolicy', ({ text }) => {
    const document = readPolicy(text);
    if (!document.ok) return document;
    const target = { database, dbUser, names: ['orders'], instanceIds: [], formerIds: [] };
    const { findings, corrected, before, after } = checkPolicy(document.value, target);
    const value: CheckedPolicyTexts = {
      findings: findings.map((one) => ({ message: one.message, before: one.before, after: one.after })),
      corrected: plainJson(corrected),
      before,
      after,
    };
    return { ok: true, value };
  });
  fake.answer('doctor:signInAs', () => ({
    ok: true,
    value: {
      candidates: [
        { dbUser: 'app_readonly', sources: ['policy', 'simulation', 'database'], certainty: 'certain' },
        { dbUser: 'reporting', sources: ['policy'], certainty: 'likely' },
      ],
      wildcards: ['batch_*'],
      notLookedAt: [],
    },
  }));
  fake.answer('doctor:iamUsers', () => ({
    ok: true,
    value: {
      users: [
        { name: 'admin_ada', isAdministrator: true, host: '', arn: '' },
        { name: 'app_readonly', isAdministrator: false, host: '', arn: '' },
        { name: 'reporting', isAdministrator: false, host: '', arn: '' },
      ],
    },
  }));
}
