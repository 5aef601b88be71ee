import { useId } from 'react';
import { isBusy } from '../busy.ts';
import { useClock } from '../clock.ts';
import { useStore, type State } from '../store.ts';
import type { Subject, SubjectRef } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { NoticeCard } from '../ui/notice.tsx';
import { cancelCheck, checkAccess, showAccess } from './actions.ts';
import { AnswerDetails } from './answer-details.tsx';
import { Checks } from './checks.tsx';
import css from './doctor.module.css';
import { namedBy } from './named.ts';
import { ageText, answers, clientFailureText, progressText, spokenAnswer, tookText } from './words.ts';

/** "Can I connect?": the answer first, then the one cause, then the checks, then what mends it. */
export function CanIConnect({ subject }: { readonly subject: Subject }) {
  const heading = useId();
  const named = useStore((state) => namedBy(state, subject));
  const dbUser = useStore((state) => userOf(state, subject));
  const answer = useStore(
    ({ doctorAnswers }) =>
      doctorAnswers.find((one) => one.key === subject.key && one.dbUser === dbUser) ?? null,
  );
  const isAsked = useStore((state) => isBusy(state, subject, 'check'));
  const failed = useStore(
    ({ clientFailures }) => clientFailures.findLast(({ key }) => key === subject.key) ?? null,
  );
  const report = answer?.report ?? null;
  const isRunning = isAsked || report?.isOver === false;
  return (
    <section className={css['section']} aria-labelledby={heading} aria-busy={isRunning}>
      <div className={css['head']}>
        <h3 className={css['heading']} id={heading}>
          Can I connect?
        </h3>
        {isRunning ? (
          <span className={css['answer']}>
            <span className={css['took']}>
              {report === null || report.isOver ? '' : progressText(report)}
            </span>
            {named !== null && (
              <Button size="small" onPress={() => void cancelCheck(named)}>
                Cancel
              </Button>
            )}
          </span>
        ) : report === null ? (
          <Button size="small" onPress={() => void checkAccess(subject)}>
            Check
          </Button>
        ) : (
          <span className={css['answer']}>
            <strong className={cx(css['word'], css[answers[report.verdict].tone])}>
              {answers[report.verdict].word}
            </strong>
            <Took report={report} />
          </span>
        )}
      </div>
      {failed !== null && !isRunning && (
        <NoticeCard
          tone="amber"
          title={clientFailureText(failed)}
          action={
            <Button size="small" onPress={() => void checkAccess(subject)}>
              Find out why
            </Button>
          }
        />
      )}
      {report === null && !isRunning && (
        <p className={css['quiet']}>
          Checks your credentials, the network, the database user and the policy, and says what is missing.
        </p>
      )}
      {report !== null && named !== null && (
        <>
          {report.isOver && <AnswerDetails subject={subject} named={named} report={report} part="cause" />}
          <Checks lines={report.lines} />
          {report.isOver && <AnswerDetails subject={subject} named={named} report={report} part="remedies" />}
        </>
      )}
      <div className={css['links']}>
        <Button look="link" onPress={() => void showAccess(subject)}>
          Policy and SQL…
        </Button>
        {report?.isOver === true && !isRunning && (
          <Button look="link" onPress={() => void checkAccess(subject)}>
            Check again
          </Button>
        )}
      </div>
      <p className="spoken" role="status">
        {report?.isOver === true && !isRunning ? spokenAnswer(subject.name, report) : ''}
      </p>
    </section>
  );
}

function Took({ report }: { readonly report: { readonly startedAt: number; readonly elapsedMs: number } }) {
  const age = useClock((now) => ageText(report.startedAt, now));
  return (
    <time
      className={css['took']}
      dateTime={new Date(report.startedAt).toISOString()}
      title={new Date(report.startedAt).toLocaleString()}
    >
      {age === '' ? tookText(report) : age}
    </time>
  );
}

/** As whom one would log in now. */
function userOf(state: State, subject: Subject): string {
  const named: SubjectRef | null = namedBy(state, subject);
  if (subject.connection !== null) return subject.connection.dbUser;
  return named !== null && 'dbUser' in named ? named.dbUser : '';
}
