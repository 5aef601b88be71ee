import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../app/doctor/diagnose.ts';
import { report } from '../../../app/doctor/model.ts';
import type { Observations } from '../../../app/doctor/observations.ts';
import { reportOf, reportText } from '../../../app/doctor/report.ts';
import type { Progress } from '../../../app/doctor/run.ts';
import { signWithRdsSigner } from '../../../main/tokens/rds-signer.ts';
import { but, now, observed, refused, subject } from './sample.ts';

const deny = {
  decision: 'implicit-deny',
  withoutOrganization: 'implicit-deny',
  boundaryAllows: null,
  missingKeys: [],
} as const;

function progressOf(observations: Observations, isOver = true): Progress {
  return { ...diagnose(subject, observations), observations, isOver, elapsedMs: 1_400 };
}

describe('a report', () => {
  it.each([
    ['yes', observed()],
    ['a policy', observed({ simulation: deny, signIn: refused })],
    ['SQL', but(observed({ authentication: { asks: 'password', method: 'SCRAM' } }), { signIn: null })],
    ['a stopped database', observed({ reach: { state: 'timed-out', ms: 1_500 } })],
    ['nothing seen', {}],
  ])('is what may cross to the window: %s', (_name, observations) => {
    for (const isOver of [true, false]) {
      const made = reportOf(subject, progressOf(observations, isOver), now);
      expect(report.parse(made)).toEqual(made);
    }
  });

  it('has the missing policy in every form', () => {
    const [finding] = reportOf(
      subject,
      progressOf(observed({ simulation: deny, signIn: refused })),
      now,
    ).findings;
    const [remedy] = finding?.remedies ?? [];
    if (remedy?.kind !== 'policy') throw new Error('There is no policy.');
    const arn = 'arn:aws:rds-db:us-east-1:482011780031:dbuser:cluster-ABCDEFGHIJKL01234/app_readonly';
    expect(JSON.parse(remedy.statement)).toEqual({
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: arn,
    });
    for (const form of [
      remedy.json,
      remedy.terraform,
      remedy.cloudFormation,
      remedy.command,
      remedy.message,
    ]) {
      expect(form).toContain(arn);
    }
    expect(remedy.command).toContain('put-role-policy --role-name DatabaseReader');
    expect(remedy.message).toContain('No policy allows rds-db:connect as app_readonly.');
  });

  it('is copied as text that says all that a ticket needs', () => {
    const observations = but(observed({ signIn: refused }), {
      simulation: { outcome: 'not-allowed', permission: 'iam:SimulatePrincipalPolicy' },
      policies: { outcome: 'timed-out' },
    });
    expect(reportText(subject, reportOf(subject, progressOf(observations), now))).toBe(
      `Can platform-prod log in as app_readonly on orders? No.

orders.cluster-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com:5432 in us-east-1, 2026-01-01T11:59:58.600Z, 1.4 s

Likely: No policy allows rds-db:connect as app_readonly.
  That is what is left: the server took the user and refused the token, and everything else is fine. IAM that is overloaded looks the same.
  Next: Have this policy added to role DatabaseReader.

+ Signed in as DatabaseReader: 5 hours left
+ Clock in step with AWS: 0.2 s
+ IAM authentication is on: cluster
+ Host answers, certificate verified: 38 ms
+ app_readonly is an IAM user: rds_iam
x rds-db:connect: not allowed
- Organization policies: no permission to check
- Login: not checked

Not looked at:
What IAM’s simulator says: not allowed to look (iam:SimulatePrincipalPolicy).
The identity’s own policies: no answer in time.`,
    );
  });

  it('holds no token, whoever quotes one, and nothing that turns its lines about', async () => {
    const address = { ...subject.address, region: subject.region, dbUser: subject.dbUser };
    const { token } = await signWithRdsSigner(address, {
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'session/+='.repeat(70),
      expiry: { kind: 'never' },
    });
    const message = `password "${token}" is\u001b[31m wrong\u202e\nNext: run this`;
    const words = { state: 'refused', refusal: { code: 'XX000', message, hint: message } } as const;
    const said = [
      observed({ signIn: words }),
      observed({
        reported: { code: '', message: `pg_hba.conf rejects, no encryption: ${message}`, hint: '' },
      }),
      but(observed({ authentication: { asks: 'nothing', refusal: words.refusal } }), { signIn: null }),
    ];
    for (const observations of said) {
      const made = reportOf(subject, progressOf(observations), now);
      expect(made.findings.length).toBe(1);
      const text = JSON.stringify(made) + reportText(subject, made);
      for (const secret of token
        .split(/[?&]/)
        .slice(1)
        .filter((part) => part.startsWith('X-Amz-'))) {
        expect(text).not.toContain(secret);
      }
      expect(made.findings[0]?.detail).not.toMatch(/[\p{Cc}\u202e]/u);
    }
  });

  it('says where the tunnel goes', () => {
    const tunnelled = { ...subject, connectAddress: { host: '127.0.0.1', port: 15_432 } };
    expect(reportText(tunnelled, reportOf(tunnelled, progressOf(observed()), now))).toContain(
      'us-east-1 through 127.0.0.1:15432',
    );
  });
});
