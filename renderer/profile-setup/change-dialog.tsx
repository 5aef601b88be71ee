import { useState, type ReactNode } from 'react';
import type { Failure } from '../api.ts';
import { closeDialog } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { applyChange } from './actions.ts';
import { ChangePreview } from './change-preview.tsx';
import css from './profile-setup.module.css';
import type { Previewed } from './use-preview.ts';

interface Props {
  readonly title: string;
  readonly previewed: Previewed;
  /** The verb on the button that makes the change. */
  readonly verb: string;
  /** What is said when it is made. */
  readonly done: string;
  readonly look?: 'danger';
  /** What comes after the change; unsaid: the dialog closes. */
  readonly onDone?: () => void;
  readonly children: ReactNode;
}

/** A dialog that shows a change to AWS's files while it is filled in, and makes it. */
export function ChangeDialog({ title, previewed, verb, done, look, onDone = closeDialog, children }: Props) {
  return (
    <Dialog
      title={title}
      size="large"
      isOpen
      onClose={closeDialog}
      footer={<ChangeFooter previewed={previewed} verb={verb} done={done} look={look} onDone={onDone} />}
    >
      {children}
      <ChangePreview {...previewed} />
    </Dialog>
  );
}

type FooterProps = Pick<Props, 'previewed' | 'verb' | 'done'> & {
  readonly look?: 'danger' | undefined;
  readonly onDone: () => void;
};

/** Makes a change that is shown, and says why not where it cannot be made. */
export function ChangeFooter({ previewed, verb, done, look, onDone }: FooterProps) {
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { preview, drawn, again } = previewed;
  const isOld = drawn?.files.some(({ isNew }) => !isNew) ?? false;

  const apply = async (): Promise<void> => {
    if (preview === null) return;
    setBusy(true);
    const failed = await applyChange(preview.id, done);
    setBusy(false);
    setFailure(failed);
    if (failed === null) onDone();
    else again();
  };

  return (
    <>
      {failure === null ? (
        <p className={css['kept']}>{isOld ? 'A copy of the file is kept beside it.' : ''}</p>
      ) : (
        <p className={css['failure']} role="alert">
          {failure.message} {failure.hint}
        </p>
      )}
      <Button onPress={closeDialog}>Cancel</Button>
      <Button
        look={look ?? 'primary'}
        isDisabled={preview === null}
        isPending={isBusy}
        onPress={() => void apply()}
      >
        {verb}
      </Button>
    </>
  );
}
