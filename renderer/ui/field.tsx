import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField } from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
  /** Takes back what was typed; where there is nothing to take back, Esc does what it does elsewhere. */
  readonly onEscape?: (() => void) | undefined;
  /** What helps to fill it in, or what is likely to be a mistake; a problem takes its place. */
  readonly hint?: string | undefined;
  readonly isWarning?: boolean;
  /** For hosts and ports, whose letters must be told apart. */
  readonly isMono?: boolean;
  /** For what nobody who looks on is to read. */
  readonly isSecret?: boolean;
}

/** A text field with its label on the left and what is wrong with it below, in words. */
export function Field({ label, value, placeholder, problem, onChange, onBlur, onEnter, ...more }: Props) {
  const { hint, isWarning = false, isMono = false, isSecret = false, onEscape } = more;
  return (
    <TextField
      className={css['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      onBlur={() => onBlur?.()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter?.();
        else if (event.key === 'Escape' && onEscape !== undefined) onEscape();
        else event.continuePropagation();
      }}
      type={isSecret ? 'password' : 'text'}
      autoComplete="off"
      spellCheck="false"
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['control']}>
        <Input className={cx(css['input'], isMono && css['mono'])} placeholder={placeholder ?? ''} />
        {hint !== undefined && problem === null && (
          <Text slot="description" className={cx(css['hint'], isWarning && css['warning'])}>
            {hint}
          </Text>
        )}
        <FieldError className={css['problem'] ?? ''}>{problem}</FieldError>
      </div>
    </TextField>
  );
}
