import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { Failure } from '../api.ts';
import { closeDialog } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { changeForm, saveForm } from './actions.ts';
import css from './connection-dialog.module.css';
import { DiscardQuestion } from './discard-question.tsx';
import { draftOf, wholeForm, type ConnectionForm } from './form.ts';
import { FormFields } from './form-fields.tsx';
import { checkedFields, problemsOf, type CheckedField } from './problems.ts';
import type { ConnectionsDialogs } from './state.ts';

/** The dialog that makes a connection or changes one. */
export function ConnectionDialog({ form }: ConnectionsDialogs['connection']) {
  // what it was opened with, to know whether anything was typed since
  const [first] = useState(form);
  const [isAsking, setAsking] = useState(false);
  const [saving, setSaving] = useState<Saving>({ isTried: false, isBusy: false, failure: null });
  const isChanged = JSON.stringify(form) !== JSON.stringify(first);
  const close = (): void => {
    if (isAsking) setAsking(false);
    else if (isChanged) setAsking(true);
    else closeDialog();
  };

  return (
    <Dialog
      title={first.id === null ? 'New connection' : `Edit ${first.name}`}
      size="wide"
      isOpen
      onClose={close}
      footer={
        isAsking ? (
          <DiscardQuestion onKeep={() => setAsking(false)} />
        ) : (
          <>
            {saving.failure !== null && (
              <p className={css['failure']} role="alert">
                {saving.failure.message} {saving.failure.hint}
              </p>
            )}
            <Button onPress={close}>Cancel</Button>
            <Button look="primary" type="submit" form="connection" isPending={saving.isBusy}>
              Save
            </Button>
          </>
        )
      }
    >
      <Form form={form} saving={saving} onSaving={setSaving} />
    </Dialog>
  );
}

/** How far saving has come. */
interface Saving {
  /** From then on every field says what is wrong with it. */
  readonly isTried: boolean;
  readonly isBusy: boolean;
  readonly failure: Failure | null;
}

interface FormProps {
  readonly form: ConnectionForm;
  readonly saving: Saving;
  readonly onSaving: (saving: Saving) => void;
}

function Form({ form, saving, onSaving }: FormProps) {
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    // prefilled from an endpoint what is still missing comes first; else the name does
    const missing = form.name === '' ? 'name' : firstWrong(form);
    focusField(element.current, missing ?? 'name');
    // once, when it opens
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const save = async (): Promise<void> => {
    if (saving.isBusy) return;
    // what was typed last may still have to be taken apart
    const whole = wholeForm(form);
    if (whole !== form) changeForm(() => whole);
    if (draftOf(whole) === null) {
      onSaving({ isTried: true, isBusy: false, failure: null });
      const wrong = firstWrong(whole);
      if (wrong !== null) focusField(element.current, wrong);
      return;
    }
    onSaving({ isTried: true, isBusy: true, failure: null });
    const failure = await saveForm(whole);
    if (failure !== null) onSaving({ isTried: true, isBusy: false, failure });
  };
  return (
    <form
      ref={element}
      id="connection"
      className={css['form']}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <FormFields form={form} isTried={saving.isTried} />
    </form>
  );
}

function firstWrong(form: ConnectionForm): CheckedField | null {
  const problems = problemsOf(form);
  return checkedFields.find((field) => problems[field] !== undefined) ?? null;
}

function focusField(form: HTMLElement | null, field: CheckedField): void {
  const part = form?.querySelector(`[data-field="${field}"]`);
  const input = part?.querySelector<HTMLElement>('input, textarea');
  input?.focus();
  if (input instanceof HTMLInputElement) input.select();
}
