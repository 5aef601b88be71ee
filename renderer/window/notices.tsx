import { TriangleAlert, X } from 'lucide-react';
import { ask } from '../api.ts';
import { WaitingNotices } from '../gateway/waiting-notices.tsx';
import { useStore } from '../store.ts';
import { toastFailure } from '../toast.ts';
import { Button } from '../ui/button.tsx';
import css from './notices.module.css';

/** What clients wait for, and what happened to the user's own files, until they have taken note of it. */
export function Notices() {
  const notices = useStore((state) => state.notices);
  // a file that cannot be read while there are databases to show must not hide them
  const fileError = useStore(({ profiles, scans }) => (scans.length > 0 ? profiles.error : null));
  return (
    <div className={css['notices']} role="status">
      <WaitingNotices />
      {fileError !== null && <Banner message={fileError.message} hint={fileError.hint} />}
      {notices.map(({ id, error }) => (
        <Banner key={id} message={error.message} hint={error.hint} onDismiss={() => void dismiss(id)} />
      ))}
    </div>
  );
}

interface BannerProps {
  readonly message: string;
  readonly hint: string | undefined;
  readonly onDismiss?: () => void;
}

function Banner({ message, hint, onDismiss }: BannerProps) {
  return (
    <div className={css['banner']}>
      <TriangleAlert size={15} aria-hidden="true" />
      <p className={css['text']}>
        {message} {hint !== undefined && <span className={css['hint']}>{hint}</span>}
      </p>
      {onDismiss !== undefined && (
        <Button look="quiet" size="icon" aria-label="Dismiss" onPress={onDismiss}>
          <X size={14} />
        </Button>
      )}
    </div>
  );
}

async function dismiss(id: string): Promise<void> {
  const reply = await ask((bridge) => bridge.window.dismissNotice({ id }));
  if (!reply.ok) toastFailure(reply.error);
}
