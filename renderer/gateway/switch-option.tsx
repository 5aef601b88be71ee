import type { ReactNode } from 'react';
import { Switch } from '../ui/switch.tsx';
import css from './gateway-section.module.css';

interface Props {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isWanted: boolean) => void;
  /** What comes of it, below. */
  readonly note: string;
  /** What is switched, beside the switch. */
  readonly children: ReactNode;
}

/** An option that is on or off. */
export function SwitchOption({ label, isOn, onChange, note, children }: Props) {
  return (
    <div>
      <div className={css['option']}>
        <span className={css['label']} aria-hidden="true">
          {label}
        </span>
        <Switch isOn={isOn} onChange={onChange}>
          <span className="spoken">{label}: </span>
          {children}
        </Switch>
      </div>
      <p className={css['note']}>{note}</p>
    </div>
  );
}
