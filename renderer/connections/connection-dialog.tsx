import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import type { Failure } from '../api.ts';
import { setState, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { closeForm, saveForm } from './actions.ts';
import css from './connection-dialog.module.css';
import { DiscardQuestion } from './discard-question.tsx';
import { draftOf, wholeForm, type ConnectionForm } from './form.ts';
import { FormFields } from './form-fields.tsx';
import { checkedFields, problemsOf, type CheckedField } from './problems.ts';

/** The dialog that makes a connection or changes one. */
export function ConnectionDialog() {
  const form = useStore((state) => (state.dialog === 'connection' ? state.form : null));
  const [first, setFirst] = useState<ConnectionForm | null>(null);
  const [isAsking, setAsking] = useState(false);
  // what it was opened with, to know whether anything was typed since
  if (form === null && first !== null) setFirst(null);
  if (form !== null && first === null) {
    setFirst(form);
    setAsking(false);
  }
  const isChanged = form !== null && first !== null && JSON.stringify(form) !== JSON.stringify(first);
  const close = (): void => {
    if (isAsking) setAsking(false);
    else if (isChanged) setAsking(true);
    else closeForm();
  };
  const [saving, setSaving] = useState<Saving>({ isTried: false, isBusy: false, failure: null });

  return (
    <Dialog
      title={first === null || first.id === null ? 'New connection' : `Edit ${first.name}`}
      size="wide"
      isOpen={form !== null}
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
      {form !== null && <Form form={form} saving={saving} onSaving={setSaving} />}
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

const notTried: Saving = { isTried: false, isBusy: false, failure: null };

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
    return () => onSaving(notTried);
    // once, when it opens
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const save = async (): Promise<void> => {
    if (saving.isBusy) return;
    // what was typed last may still have to be taken apart
    const whole = wholeForm(form);
    if (whole !== form) setState({ form: whole });
    if (draftOf(whole) === null) {
      onSaving({ isTried: true, isBusy: false, failure: null });
      const wrong = firstWrong(whole);
      if (wrong !== null) focusField(element.current, wrong);
      return;
    }
    onSaving({ isTried: true, isBusy: true, failure: null });
    const failure = await saveForm();
    if (failure !== null) onSaving({ isTried: true, isBusy: false, failure });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>): void => {
    // Enter makes a new line in the notes; with the command key it saves from there too
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a key of the whole form
    <form
      ref={element}
      id="connection"
      className={css['form']}
      noValidate
      onKeyDown={onKeyDown}
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
