import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx.ts';
import css from './field.module.css';

/** One thing to choose; `text` is what goes into the field. */
export interface Suggestion {
  readonly text: string;
  readonly note?: string;
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly problem: string | null;
  readonly suggestions: readonly Suggestion[];
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
  /** What helps to fill it in, or what is likely to be a mistake; a problem takes its place. */
  readonly hint?: string | undefined;
  readonly isWarning?: boolean;
}

/** A text field with suggestions; anything else can be typed too. */
export function Combo({ label, value, placeholder, problem, suggestions, onChange, ...more }: Props) {
  const { onBlur, onEnter, hint, isWarning = false } = more;
  const input = useRef<HTMLInputElement>(null);
  return (
    <ComboBox
      className={css['field'] ?? ''}
      inputValue={value}
      onInputChange={onChange}
      items={suggestions.map((one) => ({ ...one, id: one.text }))}
      isInvalid={problem !== null}
      isRequired
      validationBehavior="aria"
      allowsCustomValue
      menuTrigger="manual"
      onBlur={() => onBlur?.()}
      onKeyDown={(event) => {
        // Enter chooses a suggestion where one is marked; else it means "go on"
        if (event.key === 'Enter' && !input.current?.hasAttribute('aria-activedescendant')) onEnter?.();
        event.continuePropagation();
      }}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['control']}>
        <div className={suggestions.length > 0 ? css['combo'] : undefined}>
          <Input
            ref={input}
            className={css['input'] ?? ''}
            placeholder={placeholder ?? ''}
            spellCheck="false"
            autoComplete="off"
          />
          {suggestions.length > 0 && (
            <Button className={css['open'] ?? ''}>
              <ChevronDown size={14} />
            </Button>
          )}
        </div>
        {hint !== undefined && problem === null && (
          <Text slot="description" className={cx(css['hint'], isWarning && css['warning'])}>
            {hint}
          </Text>
        )}
        <FieldError className={css['problem'] ?? ''}>{problem}</FieldError>
      </div>
      <Popover className={css['popover'] ?? ''} offset={4}>
        <ListBox<Suggestion & { readonly id: string }> className={css['list'] ?? ''}>
          {({ text, note }) => (
            <ListBoxItem className={css['item'] ?? ''} textValue={text}>
              <span>{text}</span>
              {note !== undefined && <span className={css['note']}>{note}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
