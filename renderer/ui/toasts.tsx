import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyCommand } from '../profiles/actions.ts';
import { dismissToast, getState, useStore, type Toast } from '../store.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './toasts.module.css';

/** Milliseconds; what can be taken back stays long enough to be read, thought about and reached. */
const shownFor = { done: 4_000, error: 12_000, undo: 10_000 } as const;

/** Short messages in the corner; they wait while the pointer or the focus is on them. */
export function Toasts() {
  const toasts = useStore((state) => state.toasts);
  const canUndo = toasts.some(({ undo }) => undo !== undefined);
  useEffect(() => {
    if (!canUndo) return undefined;
    document.addEventListener('keydown', undoByKey);
    return () => document.removeEventListener('keydown', undoByKey);
  }, [canUndo]);
  return (
    <div className={css['region']} role="region" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

/** The keys that undo everywhere, but for where they take back what is typed. */
function undoByKey(event: KeyboardEvent): void {
  const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey);
  if (!isUndo || event.shiftKey || event.altKey || event.defaultPrevented) return;
  const isElsewhere =
    event.target instanceof Element && event.target.closest('input, textarea, [role=dialog]') !== null;
  if (!isElsewhere && undoNewest()) event.preventDefault();
}

function undoNewest(): boolean {
  const newest = getState().toasts.findLast(({ undo }) => undo !== undefined);
  if (newest?.undo === undefined) return false;
  dismissToast(newest.id);
  newest.undo();
  return true;
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
