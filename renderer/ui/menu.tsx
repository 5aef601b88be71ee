import { AppWindow, Check, ChevronRight, SquareTerminal } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import {
  Menu as AriaMenu,
  MenuItem as AriaItem,
  MenuSection,
  MenuTrigger,
  SubmenuTrigger,
} from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Separator } from 'react-aria-components/Separator';
import { cx } from './cx.ts';
import css from './menu.module.css';
import { useNarrow } from './narrow.ts';

/** One choice of a menu; a line is drawn above it where `lined`. */
export interface Choice {
  readonly id: string;
  readonly text: string;
  /** Its keys, or a word or two, at its end. */
  readonly note?: string;
  /** What it does, in a quiet line or more below it. */
  readonly detail?: string;
  readonly glyph?: Glyph;
  readonly checked?: boolean;
  readonly lined?: boolean;
  /** What it leads to, in a menu beside it; with them it is no choice itself. */
  readonly choices?: readonly Choice[];
  /** Begins a group under this heading, which goes on to the next line or heading. */
  readonly heading?: string;
}

/** A small picture of what a choice opens. */
export type Glyph = 'terminal' | 'window';

interface Props {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (id: string) => void;
  /** The button that opens it. */
  readonly children: ReactNode;
  readonly placement?: 'bottom start' | 'bottom end';
  /** Its first choice is the usual one: Enter takes it, however the menu was opened. */
  readonly startsAtFirst?: boolean;
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
  const anchor = useRef<HTMLButtonElement>(null);
  if (at === null) return null;
  return (
    <MenuTrigger isOpen onOpenChange={(isOpen) => isOpen || onClose()}>
      {/* what the menu hangs from, and what its own menus close with */}
      <Button
        ref={anchor}
        className={css['anchor'] ?? ''}
        style={{ left: at.x, top: Math.min(at.y, lowestFor(choices)) }}
        aria-label={label}
        excludeFromTabOrder
      />
      <Popover className={css['popover'] ?? ''} placement="bottom start" offset={0} triggerRef={anchor}>
        <Choices
          label={label}
          choices={choices}
          onChoose={(id) => {
            onClose();
            onChoose(id);
          }}
        />
      </Popover>
    </MenuTrigger>
  );
}

/** The lowest place, in pixels, from which a menu fits above the window's lower edge whole; its style sheet has the heights. */
function lowestFor(choices: readonly Choice[]): number {
  const height = choices.length * 28 + choices.filter(({ lined }) => lined).length * 9 + 10;
  return Math.max(12, window.innerHeight - height - 16);
}

/** A button with a menu under it. */
export function Menu({ children, placement = 'bottom start', isOpen, onOpenChange, ...rest }: Props) {
  return (
    <MenuTrigger {...(isOpen !== undefined && { isOpen })} {...(onOpenChange && { onOpenChange })}>
      {children}
      <Popover className={css['popover'] ?? ''} placement={placement} offset={4}>
        <Choices {...rest} />
      </Popover>
    </MenuTrigger>
  );
}

type ChoicesProps = Pick<Props, 'label' | 'choices' | 'onChoose'> & { readonly startsAtFirst?: boolean };

function Choices({ label, choices, onChoose, startsAtFirst = false }: ChoicesProps) {
  return (
    <AriaMenu
      className={cx(css['menu'], choices.some(({ detail }) => detail !== undefined) && css['roomy'])}
      aria-label={label}
      {...(startsAtFirst && { autoFocus: 'first' })}
      onAction={(key) => onChoose(String(key))}
    >
      {groupsOf(choices).flatMap(({ heading, lined, members }) => {
        const [first] = members;
        const key = first?.id ?? '';
        const items = members.map((choice) => <Item key={choice.id} choice={choice} onChoose={onChoose} />);
        return [
          ...(lined ? [<Separator key={`line ${key}`} className={css['line'] ?? ''} />] : []),
          ...(heading === undefined
            ? items
            : [
                <MenuSection key={`group ${key}`}>
                  <Header className={css['heading'] ?? ''}>{heading}</Header>
                  {items}
                </MenuSection>,
              ]),
        ];
      })}
    </AriaMenu>
  );
}

function Item({ choice, onChoose }: { readonly choice: Choice; readonly onChoose: Props['onChoose'] }) {
  const { id, text, choices } = choice;
  const isNarrow = useNarrow();
  const item = (
    <AriaItem id={id} textValue={text} className={css['item'] ?? ''}>
      <Face choice={choice} />
    </AriaItem>
  );
  if (choices === undefined) return item;
  return (
    <SubmenuTrigger>
      {item}
      <Popover
        className={css['popover'] ?? ''}
        {...(isNarrow ? { placement: 'bottom start', offset: 2 } : { offset: -2, crossOffset: -5 })}
      >
        <Choices label={text} choices={choices} onChoose={onChoose} />
      </Popover>
    </SubmenuTrigger>
  );
}

/** All of it is the choice's name for a screen reader: what it does is no less worth hearing than seeing. */
function Face({ choice }: { readonly choice: Choice }) {
  const { text, note, detail, glyph, checked, choices } = choice;
  return (
    <>
      {glyph !== undefined && <GlyphPicture glyph={glyph} className={css['glyph']} />}
      <span className={css['words']}>
        <span className={css['first']}>
          <span className={css['text']}>{text}</span>
          {note !== undefined && <span className={css['note']}>{note}</span>}
          {checked === true && <Check size={14} aria-label="chosen" />}
          {choices !== undefined && <ChevronRight size={14} className={css['leads']} aria-hidden="true" />}
        </span>
        {detail !== undefined && <span className={css['detail']}>{detail}</span>}
      </span>
    </>
  );
}

/** What a program runs in, at a glance. */
export function GlyphPicture({
  glyph,
  className,
}: {
  readonly glyph: Glyph;
  readonly className?: string | undefined;
}) {
  const Picture = glyph === 'terminal' ? SquareTerminal : AppWindow;
  return <Picture size={15} strokeWidth={1.75} className={className} aria-hidden="true" />;
}

interface Group {
  readonly heading: string | undefined;
  readonly lined: boolean;
  readonly members: Choice[];
}

function groupsOf(choices: readonly Choice[]): readonly Group[] {
  const groups: Group[] = [];
  for (const choice of choices) {
    const { heading, lined = false } = choice;
    const last = groups.at(-1);
    if (last === undefined || lined || heading !== undefined)
      groups.push({ heading, lined, members: [choice] });
    else last.members.push(choice);
  }
  return groups;
}
