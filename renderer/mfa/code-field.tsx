import { useLayoutEffect, useRef } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import css from './code-field.module.css';

/** How many digits a code has. */
export const CODE_LENGTH = 6;

interface Props {
  readonly value: string;
  readonly isChecking: boolean;
  readonly problem: string | null;
  readonly onChange: (digits: string) => void;
}

/** A field for the digits of a code; what else is typed or pasted with them is left out. */
export function CodeField({ value, isChecking, problem, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // before the dialog takes the focus itself; the next code is typed where the refused one was
  useLayoutEffect(() => {
    if (!isChecking) input.current?.focus();
  }, [isChecking]);
  return (
    <TextField
      value={value}
      onChange={(typed) => onChange(typed.replaceAll(/\D/g, '').slice(0, CODE_LENGTH))}
      isReadOnly={isChecking}
      isInvalid={problem !== null}
      validationBehavior="aria"
      inputMode="numeric"
      autoComplete="one-time-code"
      spellCheck="false"
    >
      <Label className="spoken">MFA code</Label>
      <Input ref={input} className={css['input'] ?? ''} placeholder={'·'.repeat(CODE_LENGTH)} />
      <div role="alert">
        <FieldError className={css['problem'] ?? ''}>{problem}</FieldError>
      </div>
    </TextField>
  );
}
