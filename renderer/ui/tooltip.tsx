import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import css from './tooltip.module.css';

interface Props {
  readonly children: ReactNode;
  readonly text: ReactNode;
  readonly placement?: 'right' | 'bottom' | 'top';
}

/** Says more about a button on hover and focus. */
export function Tooltip({ children, text, placement = 'bottom' }: Props) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip className={css['tooltip'] ?? ''} placement={placement} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
