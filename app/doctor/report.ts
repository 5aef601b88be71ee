import type { Finding, Remedy } from './causes/finding.ts';
import { linesOf, notLookedAt } from './lines.ts';
import type { Report, ReportedRemedy, Verdict } from './model.ts';
import { seen, type Observations } from './observations.ts';
import { connectPolicy } from './policy/document.ts';
import { asCloudFormation, asCommand, asJson, asMessage, asTerraform, policyName } from './policy/formats.ts';
import { principalOf } from './policy/principal.ts';
import type { Progress } from './run.ts';
import type { Subject } from './subject.ts';

/**
 * A run as the interface shows it.
 *
 * @param now in milliseconds since the epoch
 */
export function reportOf(subject: Subject, progress: Progress, now: number): Report {
  const { verdict, isOver, elapsedMs, observations } = progress;
  return {
    verdict,
    isOver,
    startedAt: now - elapsedMs,
    elapsedMs,
    findings: progress.findings.map((finding) => ({
      ...finding,
      remedies: finding.remedies.map((remedy) => remedyOf(subject, observations, finding, remedy)),
    })),
    lines: [...linesOf(subject, observations, isOver, now)],
    notLookedAt: isOver ? [...notLookedAt(observations)] : [],
  };
}

function remedyOf(
  subject: Subject,
  observations: Observations,
  { headline }: Finding,
  remedy: Remedy,
): ReportedRemedy {
  if (remedy.kind === 'sql') {
    const { sql, undo, notes } = remedy.script;
    return { kind: 'sql', sql, undo, notes: notes.map(({ code, message }) => ({ code, message })) };
  }
  if (remedy.kind !== 'policy') return { ...remedy };
  const { database, dbUser } = remedy.target;
  const users = [dbUser];
  const caller = seen(observations, 'caller');
  const order = {
    name: policyName(subject.name, users),
    document: connectPolicy([database], { kind: 'users', names: users }),
    principal: caller?.state === 'known' ? principalOf(caller.arn) : null,
  };
  const { name, region } = subject;
  return {
    kind: 'policy',
    statement: JSON.stringify(order.document.Statement[0], null, 2),
    json: asJson(order),
    terraform: asTerraform(order),
    cloudFormation: asCloudFormation(order),
    command: asCommand(order),
    message: asMessage({ ...order, database: name, region, users, reason: headline }),
  };
}

const ANSWERS: Record<Verdict, string> = {
  yes: 'Yes',
  no: 'No',
  probably: 'Probably',
  'probably-not': 'Probably not',
  unknown: 'Not known',
};

const MARKS = { fine: '+', problem: 'x', warning: '!', unknown: '-', waiting: '…' } as const;

/** A run as text, fit for a ticket: no token, no credential. */
export function reportText(subject: Subject, report: Report): string {
  const { name, dbUser, profile, address, connectAddress, region } = subject;
  const through =
    connectAddress.host === address.host && connectAddress.port === address.port
      ? ''
      : ` through ${connectAddress.host}:${connectAddress.port}`;
  const findings = report.findings.map(({ headline, detail, next, certainty }) =>
    [certainty === 'certain' ? headline : `Likely: ${headline}`, detail, `Next: ${next}`]
      .filter((words) => words !== '')
      .join('\n  '),
  );
  const lines = report.lines.map(
    ({ state, text, note }) => `${MARKS[state]} ${text}${note === '' ? '' : `: ${note}`}`,
  );
  return [
    `Can ${profile} sign in as ${dbUser} on ${name}? ${ANSWERS[report.verdict]}.`,
    `${address.host}:${address.port} in ${region}${through}, ${new Date(report.startedAt).toISOString()}, ${(report.elapsedMs / 1_000).toFixed(1)} s`,
    ...findings,
    lines.join('\n'),
    ...(report.notLookedAt.length === 0 ? [] : [`Not looked at:\n${report.notLookedAt.join('\n')}`]),
  ].join('\n\n');
}
