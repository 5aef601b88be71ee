import css from './doctor.module.css';

/** A text that is copied as it stands. */
export function Code({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
    <pre className={css['code']} tabIndex={0} role="group" aria-label={label}>
      <code>{text.trimEnd()}</code>
    </pre>
  );
}
