import { Button } from 'react-aria-components/Button';
import { useStore } from '../store.ts';
import { cx } from '../ui/cx.ts';
import { Popover } from '../ui/popover.tsx';
import sidebar from './sidebar.module.css';
import css from './skipped-lines.module.css';

/** The sidebar's place of the button, for the arrows. */
export const SKIPPED_STOP = 'skipped lines';

const files = ['config', 'credentials'] as const;

/** What of AWS's files is not read, or not as it looks, each with its line; nothing where all is read. */
export function SkippedLines({ isStop }: { readonly isStop: boolean }) {
  const skipped = useStore((state) => state.profiles.skipped);
  if (skipped.length === 0) return null;
  const text =
    skipped.length === 1 ? '1 note on your AWS files' : `${skipped.length} notes on your AWS files`;
  const button = (
    <Button className={cx(sidebar['item'])} data-nav={SKIPPED_STOP} excludeFromTabOrder={!isStop}>
      <span className={cx(sidebar['note'], sidebar['soon'])}>{text}</span>
    </Button>
  );
  return (
    <Popover label="Not read in your AWS files" trigger={button} placement="right top">
      {() => (
        <div className={css['skipped']}>
          {files.map((file) => {
            const lines = skipped.filter((one) => one.file === file);
            return (
              lines.length > 0 && (
                <section key={file}>
                  <h3 className={css['file']}>In the {file} file</h3>
                  <ul>
                    {lines.map(({ reason }) => (
                      <li key={reason}>{capital(reason)}</li>
                    ))}
                  </ul>
                </section>
              )
            );
          })}
        </div>
      )}
    </Popover>
  );
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
