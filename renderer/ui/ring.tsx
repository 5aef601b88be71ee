import { cx } from './cx.ts';
import css from './ring.module.css';

interface Props {
  /** From 1 to 0. */
  readonly share: number;
  readonly phase: 'calm' | 'soon' | 'expired' | 'none';
  /** Outer size in pixels. */
  readonly size: number;
  readonly width: number;
}

/** A ring that empties. It only repeats what a text beside it says. */
export function Ring({ share, phase, size, width }: Props) {
  const radius = (size - width) / 2;
  const around = 2 * Math.PI * radius;
  const circle = { cx: size / 2, cy: size / 2, r: radius, fill: 'none', strokeWidth: width };
  return (
    <svg className={cx(css['ring'], css[phase])} width={size} height={size} aria-hidden="true">
      <circle {...circle} className={css['track']} />
      {share > 0 && (
        <circle
          {...circle}
          className={css['left']}
          strokeDasharray={around}
          strokeDashoffset={around * (1 - share)}
          strokeLinecap={share < 1 ? 'round' : 'butt'}
          transform={`rotate(-90 ${size / 2} ${size / 2})`}
        />
      )}
    </svg>
  );
}
