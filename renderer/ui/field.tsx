import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly onEnter?: () => void;
}

/** A text field with its label on the left and what is wrong with it below, in words. */
export function Field({ label, value, placeholder, problem, onChange, onBlur, onEnter }: Props) {
  return (
    <TextField
      className={css['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      onBlur={() => onBlur?.()}
      onKeyDown={(event) => (event.key === 'Enter' ? onEnter?.() : event.continuePropagation())}
      autoComplete="off"
      spellCheck="false"
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['control']}>
        <Input className={css['input'] ?? ''} placeholder={placeholder ?? ''} />
        <FieldError className={css['problem'] ?? ''}>{problem}</FieldError>
      </div>
    </TextField>
  );
}
