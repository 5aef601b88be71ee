import type { ReactNode } from 'react';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';
import css from './switch.module.css';

interface Props {
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly children: ReactNode;
}

/** Something that is on or off, with what it does beside it; a change counts at once. */
export function Switch({ isOn, onChange, children }: Props) {
  return (
    <AriaSwitch className={css['switch'] ?? ''} isSelected={isOn} onChange={onChange}>
      <span className={css['track']} aria-hidden="true">
        <span className={css['thumb']} />
      </span>
      <span className={css['text']}>{children}</span>
    </AriaSwitch>
  );
}
