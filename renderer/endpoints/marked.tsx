import type { Mark } from '../../app/common/search/marks.ts';
import css from './marked.module.css';

interface Props {
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A text in which what was searched for is marked. */
export function Marked({ text, marks }: Props) {
  if (marks.length === 0) return text;
  const end = marks.at(-1)?.to ?? 0;
  return (
    <>
      {marks.map(({ from, to }, index) => (
        <span key={from}>
          {text.slice(marks[index - 1]?.to ?? 0, from)}
          <mark className={css['mark']}>{text.slice(from, to)}</mark>
        </span>
      ))}
      {text.slice(end)}
    </>
  );
}
