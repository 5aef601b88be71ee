import type { Report } from '../../app/doctor/model.ts';
import type { Subject, SubjectRef } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { checkAccess, copyOfDoctor } from './actions.ts';
import css from './doctor.module.css';
import { RemedyView } from './remedy.tsx';

interface Props {
  readonly subject: Subject;
  readonly named: SubjectRef;
  readonly report: Report;
  /** What stands above the checks, or below them. */
  readonly part: 'cause' | 'remedies';
}

/** The one cause in a sentence, and what mends it; other findings follow in a line each. */
export function AnswerDetails({ subject, named, report, part }: Props) {
  const [first, ...more] = report.findings;
  if (part === 'cause') {
    if (first === undefined) return null;
    return (
      <div className={cx(css['card'], report.verdict === 'yes' && css['warning'])}>
        <p className={css['headline']}>
          {first.certainty === 'likely' && <span className={css['likely']}>Likely: </span>}
          {first.headline}
        </p>
        {first.detail !== '' && <p className={css['quiet']}>{first.detail}</p>}
        <p>{first.next}</p>
      </div>
    );
  }
  return (
    <>
      {first?.remedies.map((remedy) => (
        <RemedyView key={remedy.kind} subject={subject} named={named} cause={first.cause} remedy={remedy} />
      ))}
      {more.length > 0 && (
        <ul className={css['more']} aria-label="Also found">
          {more.map(({ cause, headline, next }) => (
            <li key={cause}>
              {headline} <span className={css['quiet']}>{next}</span>
            </li>
          ))}
        </ul>
      )}
      {report.notLookedAt.length > 0 && (
        <details className={css['details']}>
          <summary>Not looked at: {report.notLookedAt.length}</summary>
          <ul>
            {report.notLookedAt.map((sentence) => (
              <li key={sentence} className={css['quiet']}>
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.afterTheFact.length > 0 && (
        <dl className={css['after']} aria-label="After the fact">
          {report.afterTheFact.map(({ title, text }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <div className={css['links']}>
        <Button look="link" onPress={() => void copyOfDoctor(named, { kind: 'report' }, 'Report copied')}>
          Copy report
        </Button>
        {report.afterTheFact.length === 0 && (
          <Button look="link" onPress={() => void checkAccess(subject, true)}>
            Look at CloudWatch and security groups
          </Button>
        )}
      </div>
    </>
  );
}
