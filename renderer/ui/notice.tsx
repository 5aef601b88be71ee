import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import css from './notice.module.css';

interface Props {
  readonly tone?: 'plain' | 'red' | 'amber';
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Something that explains itself in place: what happened, what to do, and one action. */
export function NoticeCard({ tone = 'plain', title, children, action }: Props) {
  return (
    <div className={cx(css['card'], css[tone])}>
      <p className={css['title']}>{title}</p>
      {children !== undefined && <div className={css['body']}>{children}</div>}
      {action !== undefined && <div className={css['action']}>{action}</div>}
    </div>
  );
}

/** A whole screen that has nothing to list: one sentence, and one action. */
export function EmptyState({ title, children, action }: Omit<Props, 'tone'>) {
  return (
    <div className={css['empty']} role="status">
      <h2 className={css['emptyTitle']}>{title}</h2>
      {children !== undefined && <div className={css['emptyBody']}>{children}</div>}
      {action !== undefined && <div className={css['emptyAction']}>{action}</div>}
    </div>
  );
}
