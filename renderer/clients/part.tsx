import type { ReactNode } from 'react';
import css from './clients-page.module.css';

interface PartProps {
  readonly id: string;
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** A part of the page under its heading, with what can be done for all of it. */
export function Part({ id, title, action, children }: PartProps) {
  return (
    <section className={css['part']} aria-labelledby={id}>
      <div className={css['head']}>
        <h3 className={css['heading']} id={id}>
          {title}
        </h3>
        {action}
      </div>
      {children}
    </section>
  );
}
