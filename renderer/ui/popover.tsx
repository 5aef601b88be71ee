import type { ReactNode } from 'react';
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog';
import { Popover as AriaPopover } from 'react-aria-components/Popover';
import css from './popover.module.css';

interface Props {
  readonly label: string;
  /** The button that opens it. */
  readonly trigger: ReactNode;
  readonly children: (close: () => void) => ReactNode;
  readonly placement?: 'right top' | 'bottom start' | 'bottom end';
}

/** A small window beside the button that opens it. */
export function Popover({ label, trigger, children, placement = 'bottom start' }: Props) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={css['popover'] ?? ''} placement={placement} offset={6}>
        <Dialog className={css['dialog'] ?? ''} aria-label={label}>
          {({ close }) => children(close)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
