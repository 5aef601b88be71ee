import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyCommand } from '../profiles/actions.ts';
import { useStore } from '../store.ts';
import { dismissToast } from '../toast.ts';
import type { Toast } from '../window/state.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './toasts.module.css';

/** Milliseconds; what can be taken back stays long enough to be read, thought about and reached. */
const shownFor = { done: 4_000, error: 12_000, undo: 10_000 } as const;

/** Short messages in the corner; they wait while the pointer or the focus is on them. */
export function Toasts() {
  const toasts = useStore((state) => state.toasts);
  return (
    <div className={css['region']} role="region" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const { id, tone, message, hint, commandOf, undo } = toast;
  const time = undo === undefined ? shownFor[tone] : shownFor.undo;
  const [isHeld, setHeld] = useState(false);

  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => dismissToast(id), time);
    return () => clearTimeout(timer);
  }, [id, time, isHeld]);

  return (
    <div
      className={cx(css['toast'], css[tone])}
      role={tone === 'error' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className={css['text']}>
        <p className={css['message']}>{message}</p>
        {hint !== undefined && <p className={css['hint']}>{hint}</p>}
        {commandOf !== undefined && (
          <Button size="small" className={css['command']} onPress={() => void copyCommand(commandOf)}>
            Copy command
          </Button>
        )}
      </div>
      {undo !== undefined && (
        <Button
          size="small"
          aria-keyshortcuts="Control+Z Meta+Z"
          onPress={() => {
            dismissToast(id);
            undo();
          }}
        >
          Undo
        </Button>
      )}
      <Button look="quiet" size="icon" aria-label="Dismiss" onPress={() => dismissToast(id)}>
        <X size={14} />
      </Button>
    </div>
  );
}
