import type { OwnDraft } from '../../app/clients/model.ts';
import { cx } from '../ui/cx.ts';
import css from './own-form.module.css';

interface Props {
  readonly draft: OwnDraft;
  /** The words that the command is taken apart into; null where it cannot be. */
  readonly words: readonly string[] | null;
}

/** What the program is started with, word by word, and how it gets the local password. */
export function CommandPreview({ draft: { program, families }, words }: Props) {
  const inArguments = words?.some((word) => word.includes('{password}')) === true;
  const variables = [
    ...(families.includes('postgres') ? ['PGPASSWORD'] : []),
    ...(families.some((family) => family !== 'postgres') ? ['MYSQL_PWD'] : []),
  ];
  return (
    <div className={css['line']} role="group" aria-labelledby="own-preview">
      <span className={css['label']} id="own-preview">
        Command
      </span>
      <div className={css['preview']}>
        {words !== null && (
          <ul className={css['words']} aria-label="Words of the command">
            {[nameOf(program), ...words].map((word, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- the same word may come twice
              <li key={`${at} ${word}`} className={css['word']}>
                <Word word={word} />
              </li>
            ))}
          </ul>
        )}
        <p className={cx(css['quiet'], inArguments && css['warning'])}>
          {inArguments
            ? 'Other users of this machine can see a program’s arguments, and so the local password.'
            : `It gets the local password in its environment${variables.length === 0 ? '' : `, as ${variables.join(' or ')}`}.`}
        </p>
      </div>
    </div>
  );
}

/** A word with its placeholders told apart; an empty one is shown as what it is. */
function Word({ word }: { readonly word: string }) {
  if (word === '') return <span className={css['empty']}>empty</span>;
  return word
    .split(/(\{\w+\})/)
    .filter((part) => part !== '')
    .map((part, at) => (
      // oxlint-disable-next-line react/no-array-index-key -- parts have no other name
      <span key={at} className={cx(/^\{\w+\}$/.test(part) && css['filled'])}>
        {part}
      </span>
    ));
}

function nameOf(program: string): string {
  return program === '' ? 'program' : (program.split(/[\\/]/).at(-1) ?? program);
}
