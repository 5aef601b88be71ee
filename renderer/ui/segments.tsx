import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { cx } from './cx.ts';
import field from './field.module.css';
import css from './segments.module.css';

interface Props<Id extends string> {
  readonly label: string;
  readonly value: Id;
  readonly choices: ReadonlyArray<{ readonly id: Id; readonly text: ReactNode }>;
  readonly onChange: (id: Id) => void;
  /** For more than four, which would not fit into a line. */
  readonly isTight?: boolean;
}

/** One choice of a few that are all in sight. */
export function Segments<Id extends string>({ label, value, choices, onChange, isTight = false }: Props<Id>) {
  return (
    <RadioGroup
      className={field['field'] ?? ''}
      orientation="horizontal"
      value={value}
      onChange={(key) => {
        const chosen = choices.find(({ id }) => id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <Label className={field['label'] ?? ''}>{label}</Label>
      <div className={cx(css['segments'], isTight && css['tight'])}>
        {choices.map(({ id, text }) => (
          <Radio key={id} value={id} className={css['segment'] ?? ''}>
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
