import { Check } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
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

interface AtProps extends Pick<Props, 'label' | 'choices' | 'onChoose'> {
  /** Pixels from the window's left top corner; null while it is closed. */
  readonly at: { readonly x: number; readonly y: number } | null;
  readonly onClose: () => void;
}

/** A menu at a place of the window, such as where a row was clicked with the other button. */
export function MenuAt({ label, choices, onChoose, at, onClose }: AtProps) {
  const anchor = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span
        ref={anchor}
        className={css['anchor']}
        style={at === null ? undefined : { left: at.x, top: Math.min(at.y, lowestFor(choices)) }}
      />
      <Popover
        className={css['popover'] ?? ''}
        aria-label={label}
        placement="bottom start"
        offset={0}
        triggerRef={anchor}
        isOpen={at !== null}
        onOpenChange={(isOpen) => isOpen || onClose()}
      >
        <Choices
          label={label}
          choices={choices}
          onChoose={(id) => {
            onClose();
            onChoose(id);
          }}
        />
      </Popover>
    </>
  );
}

/** The lowest place, in pixels, from which a menu fits above the window's lower edge whole; its style sheet has the heights. */
function lowestFor(choices: readonly Choice[]): number {
  const height = choices.length * 28 + choices.filter(({ lined }) => lined).length * 9 + 10;
  return Math.max(12, window.innerHeight - height - 16);
}

function Choices({ label, choices, onChoose }: Pick<Props, 'label' | 'choices' | 'onChoose'>) {
  return (
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
  );
}

/** A button with a menu under it. */
export function Menu({ label, choices, onChoose, children, placement = 'bottom start', ...open }: Props) {
  return (
    <MenuTrigger {...open}>
      {children}
      <Popover className={css['popover'] ?? ''} placement={placement} offset={4}>
        <Choices label={label} choices={choices} onChoose={onChoose} />
      </Popover>
    </MenuTrigger>
  );
}
