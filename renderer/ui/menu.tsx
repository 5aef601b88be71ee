import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import css from './menu.module.css';

/** One choice of a menu; a line is drawn above it where `lined`. */
export interface Choice {
  readonly id: string;
  readonly text: string;
  readonly note?: string;
  readonly checked?: boolean;
  readonly lined?: boolean;
}

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly placement?: 'bottom start' | 'bottom end';
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

/** A button with a menu under it. */
export function Menu({ label, choices, onChoose, children, placement = 'bottom start', ...open }: Props) {
  return (
    <MenuTrigger {...open}>
      {children}
      <Popover className={css['popover'] ?? ''} placement={placement} offset={4}>
        <AriaMenu className={css['menu'] ?? ''} aria-label={label} onAction={(key) => onChoose(String(key))}>
          {choices.flatMap((choice) => [
            ...(choice.lined === true
              ? [<Separator key={`line ${choice.id}`} className={css['line'] ?? ''} />]
              : []),
            <AriaItem key={choice.id} id={choice.id} textValue={choice.text} className={css['item'] ?? ''}>
              <span className={css['text']}>{choice.text}</span>
              {choice.note !== undefined && <span className={css['note']}>{choice.note}</span>}
              {choice.checked === true && <Check size={14} aria-label="chosen" />}
            </AriaItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
