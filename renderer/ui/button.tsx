import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components/Button';
import { cx } from './cx.ts';
import css from './button.module.css';

interface Props extends Omit<ButtonProps, 'className' | 'children'> {
  /** `primary` once a screen, `danger` the same on production, `quiet` without a border, `link` in text. */
  readonly look?: 'primary' | 'danger' | 'plain' | 'quiet' | 'link';
  readonly size?: 'small' | 'icon';
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A button. Its text is a verb; an icon alone needs an `aria-label`. */
export function Button({ look = 'plain', size, className, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={cx(css['button'], css[look], size && css[size], className)}>
      {children}
    </AriaButton>
  );
}
