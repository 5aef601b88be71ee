import { useLayoutEffect, useRef } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import css from './ssh-dialog.module.css';

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A field for a passphrase, password or code, which shows none of it. */
export function SecretField({ value, onChange }: Props) {
  const input = useRef<HTMLInputElement>(null);
  // before the dialog takes the focus itself
  useLayoutEffect(() => input.current?.focus(), []);
  return (
    <TextField value={value} onChange={onChange} type="password" autoComplete="off" spellCheck="false">
      <Label className="spoken">Answer</Label>
      <Input ref={input} className={css['input'] ?? ''} />
    </TextField>
  );
}
