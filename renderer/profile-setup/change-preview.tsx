import type { ChangePreview as Preview, PreviewLine } from '../../app/profiles/model.ts';
import { cx } from '../ui/cx.ts';
import css from './change-preview.module.css';
import type { Previewed } from './use-preview.ts';

const words: Readonly<Record<PreviewLine['kind'], string>> = {
  same: '',
  added: 'added',
  removed: 'removed',
  gap: '',
};

/** The exact change to AWS's files, line by line. */
export function ChangePreview({ drawn, failure }: Pick<Previewed, 'drawn' | 'failure'>) {
  if (failure !== null) {
    return (
      <p className={css['failure']} role="alert">
        {failure.message} {failure.hint}
      </p>
    );
  }
  return (
    <>
      {drawn?.files.map((file) => (
        <FilePreview key={file.path} file={file} />
      ))}
    </>
  );
}

function FilePreview({ file: { path, isNew, lines } }: { readonly file: Preview['files'][number] }) {
  const isOnlyAdded = lines.every(({ kind }) => kind !== 'removed');
  const what = isNew
    ? 'A new file, for you alone.'
    : isOnlyAdded
      ? 'Added at the end. The rest of the file stays as it is.'
      : 'The rest of the file stays as it is.';
  return (
    <section className={css['file']} aria-label={`Change to ${path}`}>
      <p className={css['what']}>
        <code>{path}</code> {what}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key */}
      <ol className={css['lines']} tabIndex={0} aria-label={`Lines of ${path}`}>
        {lines.map(({ kind, number, text }, index) => (
          <li key={index} className={cx(css['line'], css[kind])}>
            <span className={css['number']} aria-hidden="true">
              {number ?? '⋯'}
            </span>
            <span className={css['sign']} aria-hidden="true">
              {kind === 'added' ? '+' : kind === 'removed' ? '−' : ''}
            </span>
            {words[kind] !== '' && <span className="spoken">{words[kind]}</span>}
            <span className={css['text']}>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
