import { afterTheFact } from './after-the-fact.ts';
import type { Finding, Remedy } from './causes/finding.ts';
import { linesOf, notLookedAt } from './lines.ts';
import type { PolicyTexts, Report, ReportedRemedy, SqlTexts, Verdict } from './model.ts';
import { seen, type Observations } from './observations.ts';
import { plainJson } from '../common/text/literals.ts';
import { connectPolicy, type PolicyDocument } from './policy/document.ts';
import { asCloudFormation, asCommand, asJson, asMessage, asTerraform, policyName } from './policy/formats.ts';
import { principalOf, type Principal } from './policy/principal.ts';
import type { Progress } from './run.ts';
import type { SqlScript } from './sql/script.ts';
import { tunnelText, type Subject } from './subject.ts';

/**
 * A run as the interface shows it.
 *
 * @param now in milliseconds since the epoch
 * @param isMore whether the looks after the fact were asked for
 */
export function reportOf(subject: Subject, progress: Progress, now: number, isMore = false): Report {
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
    afterTheFact: isMore && isOver ? [...afterTheFact(subject, observations)] : [],
  };
}

function remedyOf(
  subject: Subject,
  observations: Observations,
  { headline }: Finding,
  remedy: Remedy,
): ReportedRemedy {
  if (remedy.kind === 'sql') return { kind: 'sql', ...sqlTextsOf(remedy.script) };
  if (remedy.kind !== 'policy') return { ...remedy };
  const { database, dbUser } = remedy.target;
  const caller = seen(observations, 'caller');
  return {
    kind: 'policy',
    ...policyTextsOf(
      connectPolicy([database], { kind: 'users', names: [dbUser] }),
      caller?.state === 'known' ? principalOf(caller.arn) : null,
      { name: subject.name, region: subject.region, users: [dbUser], reason: headline },
    ),
  };
}

/** Whom a policy is for, and why. */
interface PolicyAbout {
  /** What the database is called. */
  readonly name: string;
  readonly region: string;
  readonly users: readonly string[];
  /** A sentence; empty where there is nothing to say. */
  readonly reason: string;
}

/** A policy in each way in which it can be handed over. */
export function policyTextsOf(
  document: PolicyDocument,
  principal: Principal | null,
  { name: database, region, users, reason }: PolicyAbout,
): PolicyTexts {
  const order = { name: policyName(database, users), document, principal };
  const [only, ...more] = document.Statement;
  return {
    statement: plainJson(more.length === 0 ? only : document.Statement),
    json: asJson(order),
    terraform: asTerraform(order),
    cloudFormation: asCloudFormation(order),
    command: asCommand(order),
    message: asMessage({ ...order, database, region, users, reason }),
  };
}

/** A script as the interface shows it. */
export function sqlTextsOf({ sql, undo, notes }: SqlScript): SqlTexts {
  return { sql, undo, notes: notes.map(({ code, message }) => ({ code, message })) };
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
  const { name, dbUser, profile, address, connectAddress, tunnel, region } = subject;
  const through =
    tunnel !== undefined
      ? ` through ${tunnelText(tunnel)}`
      : connectAddress.host === address.host && connectAddress.port === address.port
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
    `Can ${profile} log in as ${dbUser} on ${name}? ${ANSWERS[report.verdict]}.`,
    `${address.host}:${address.port} in ${region}${through}, ${new Date(report.startedAt).toISOString()}, ${(report.elapsedMs / 1_000).toFixed(1)} s`,
    ...findings,
    lines.join('\n'),
    ...(report.afterTheFact.length === 0
      ? []
      : [report.afterTheFact.map(({ title, text }) => `${title}: ${text}`).join('\n')]),
    ...(report.notLookedAt.length === 0 ? [] : [`Not looked at:\n${report.notLookedAt.join('\n')}`]),
  ].join('\n\n');
}
