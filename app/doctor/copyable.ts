import type { z } from 'zod';
import { fail, succeed, type Result } from '../common/result.ts';
import type { createAccess } from './access/service.ts';
import type { doctorContract } from './contract.ts';
import type { PolicyTexts, Report, ReportedRemedy, SqlTexts } from './model.ts';
import { reportText } from './report.ts';
import type { Asked } from './subject-for.ts';

type What = z.infer<typeof doctorContract.requests.copy.input>['what'];

/**
 * The text that was shown, made once more: what the window asks for is named, never sent.
 *
 * @param report the last answer about the subject
 * @returns `invalid-input` for what is not there any more, and what making it refuses
 */
export async function copyable(
  access: Pick<ReturnType<typeof createAccess>, 'policy' | 'sql' | 'checkPolicy'>,
  asked: Asked,
  report: Report | null,
  what: What,
): Promise<Result<string>> {
  const remedies = (kind: ReportedRemedy['kind'], cause: string): ReportedRemedy | undefined =>
    report?.findings.find((one) => one.cause === cause)?.remedies.find((one) => one.kind === kind);
  switch (what.kind) {
    case 'report':
      return report === null ? gone() : succeed(reportText(asked.subject, report));
    case 'policy-remedy': {
      const remedy = remedies('policy', what.cause);
      return remedy?.kind === 'policy' ? succeed(remedy[what.format]) : gone();
    }
    case 'sql-remedy': {
      const remedy = remedies('sql', what.cause);
      return remedy?.kind === 'sql' ? partOf(remedy, what.part) : gone();
    }
    case 'command-remedy': {
      const remedy = remedies('command', what.cause);
      return remedy?.kind === 'command' ? succeed(remedy.command) : gone();
    }
    case 'policy': {
      const made = await access.policy(asked, what.users);
      return made.ok ? succeed(made.value.policies.map(inFormat(what.format)).join('\n')) : made;
    }
    case 'sql': {
      const made = await access.sql(asked, what.sql);
      return made.ok ? partOf(made.value, what.part) : made;
    }
    case 'corrected': {
      const checked = await access.checkPolicy(asked, what.text);
      return checked.ok ? succeed(checked.value.corrected) : checked;
    }
  }
}

const inFormat =
  (format: Exclude<keyof PolicyTexts, 'statement'>) =>
  (texts: PolicyTexts): string =>
    texts[format];

function partOf({ sql, undo }: SqlTexts, part: 'sql' | 'undo'): Result<string> {
  const text = part === 'sql' ? sql : undo;
  return text === null ? gone() : succeed(text);
}

function gone(): Result<never> {
  return fail('invalid-input', 'This is not there any more.', { hint: 'Check again.' });
}
