import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
}

/** A text field of several lines, which grows with them. */
export function TextAreaField({ label, value, problem, onChange, onBlur }: Props) {
  return (
    <TextField
      className={css['field'] ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={problem !== null}
      onBlur={() => onBlur?.()}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <div className={css['control']}>
        <TextArea className={css['area'] ?? ''} rows={3} />
        <FieldError className={css['problem'] ?? ''}>{problem}</FieldError>
      </div>
    </TextField>
  );
}
