import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { cx } from './cx.ts';
import css from './check-box.module.css';

interface Props {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** Several beside each other, in place of a line of its own. */
  readonly isCompact?: boolean;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
}

/** Something that is taken or left out, with what it is beside it. */
export function CheckBox({ isOn, onChange, isCompact = false, isDisabled = false, children }: Props) {
  return (
    <Checkbox
      className={cx(css['line'], isCompact && css['compact'])}
      isSelected={isOn}
      isDisabled={isDisabled}
      onChange={onChange}
    >
      <span className={css['box']} aria-hidden="true">
        {isOn && <Check size={12} strokeWidth={3} />}
      </span>
      {children}
    </Checkbox>
  );
}
