import type { Report } from '../../app/doctor/model.ts';
import { cx } from '../ui/cx.ts';
import css from './doctor.module.css';
import { marks } from './words.ts';

/** The checks, each with what it has seen; all of them are there from the first moment, so that nothing moves. */
export function Checks({ lines }: Pick<Report, 'lines'>) {
  return (
    <ul className={css['checks']} aria-label="Checks">
      {lines.map(({ id, state, text, note }) => {
        const { mark, spoken, tone } = marks[state];
        return (
          <li key={id} className={cx(css['check'], state === 'waiting' && css['waiting'])}>
            <span className={cx(css['mark'], css[tone])} aria-hidden="true">
              {mark}
            </span>
            <span className="spoken">{spoken}: </span>
            <span className={css['text']} title={text}>
              {text}
            </span>
            <span className={css['note']}>{note}</span>
          </li>
        );
      })}
    </ul>
  );
}
