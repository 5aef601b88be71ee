import type { ReactNode } from 'react';
import { PLACEHOLDER, type Format } from '../../app/copy-formats/model.ts';
import css from './preview.module.css';

interface Props {
  readonly format: Format;
  readonly text: string;
}

/** What will be copied: comments stand back, strings are told apart, and a mark is where the secret goes in. */
export function Preview({ format, text }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <pre className={css['preview']} tabIndex={0} aria-label={`Preview: ${format.name}`}>
      <code>
        {linesOf(text).map((line, at) => (
          // lines have no names of their own, and none moves
          // oxlint-disable-next-line react/no-array-index-key
          <span key={at} className={css['line']}>
            {isComment(line, format) ? <span className={css['comment']}>{line}</span> : parts(line, format)}
            {'\n'}
          </span>
        ))}
      </code>
    </pre>
  );
}

/** The lines, their tabs as spaces: a line that stands in has its tab stops elsewhere. */
function linesOf(text: string): readonly string[] {
  return text.replaceAll('\t', '    ').split('\n');
}

function isComment(line: string, { comment }: Format): boolean {
  return comment !== null && line.trimStart().startsWith(comment);
}

const marks = new Map<string, string>([
  [PLACEHOLDER.direct, 'token'],
  [PLACEHOLDER.gateway, 'local password'],
]);

const secretOrString = new RegExp(
  `(${[...marks.keys()].join('|')}|"(?:[^"\\\\]|\\\\.)*"|'(?:[^'\\\\]|\\\\.)*')`,
);
const secretOnly = new RegExp(`(${[...marks.keys()].join('|')})`);

function parts(line: string, { kind }: Format): ReactNode[] {
  return line.split(kind === 'Code' ? secretOrString : secretOnly).map((part, at) => {
    const mark = marks.get(part) ?? marks.get(part.slice(1, -1));
    // oxlint-disable react/no-array-index-key -- parts of a line have no names of their own
    if (mark !== undefined) {
      return (
        <mark key={at} className={css['secret']}>
          {mark}
        </mark>
      );
    }
    return at % 2 === 1 ? (
      <span key={at} className={css['string']}>
        {part}
      </span>
    ) : (
      part
    );
    // oxlint-enable react/no-array-index-key
  });
}
