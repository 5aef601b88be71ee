import { cx } from './cx.ts';
import css from './cut-path.module.css';

/** How much of the end of a path always stays in sight, in characters. */
const END = 40;

/** A path in one line: where there is no room for all of it, it is cut before its end, which says the most. */
export function CutPath({
  path,
  className,
}: {
  readonly path: string;
  readonly className?: string | undefined;
}) {
  const cut = endOf(path);
  return (
    <code className={cx(css['path'], className)} title={path}>
      <span className={css['start']}>{path.slice(0, cut)}</span>
      <span className={css['end']}>{path.slice(cut)}</span>
    </code>
  );
}

/** Where the end of a path begins: at the last folder that leaves it short enough, or in the name itself. */
function endOf(path: string): number {
  if (path.length <= END) return 0;
  const folder = path.slice(-END).search(/[\\/]/);
  return path.length - END + Math.max(0, folder);
}
