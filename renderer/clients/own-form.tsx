import { useEffect, useRef, useState } from 'react';
import {
  ownDraft,
  placeholders,
  splitCommand,
  type OwnClient,
  type OwnDraft,
} from '../../app/clients/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import type { Failure } from '../api.ts';
import { engineName } from '../endpoints/describe.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { CheckBox } from '../ui/check-box.tsx';
import { CutPath } from '../ui/cut-path.tsx';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { chooseProgram, saveOwn } from './choose-actions.ts';
import { CommandPreview } from './command-preview.tsx';
import css from './own-form.module.css';

const runs = [
  { id: 'terminal', text: 'A terminal' },
  { id: 'window', text: 'Its own window' },
] as const;

const families: readonly EngineFamily[] = ['postgres', 'mysql', 'mariadb'];

const blank: OwnDraft = { name: '', runsIn: 'terminal', families: ['postgres'], program: '', command: '' };

interface Props {
  /** The one that is changed; null makes a new one. */
  readonly edited: OwnClient | null;
  readonly onClose: () => void;
}

/** A program of one's own, filled in. What is wrong is said as it is typed; main has the last word. */
export function OwnForm({ edited, onClose }: Props) {
  const [draft, setDraft] = useState<OwnDraft>(() => draftOf(edited));
  const [isTried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const form = useRef<HTMLDivElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const hasDialog = useStore((state) => state.host === 'electron');
  const { name, runsIn, program, command } = draft;
  const change = (part: Partial<OwnDraft>): void => setDraft({ ...draft, ...part });
  const words = splitCommand(command);

  const choose = async (): Promise<void> => {
    const reply = await chooseProgram();
    setFailure(reply.ok ? null : reply.error);
    if (reply.ok && reply.value.program !== null) change({ program: reply.value.program });
  };
  const save = async (): Promise<void> => {
    setTried(true);
    if (!words.ok || !ownDraft.safeParse(draft).success) return;
    const wrong = await saveOwn(edited?.id ?? null, draft);
    setFailure(wrong);
    if (wrong === null) onClose();
  };
  const nameProblem =
    name.trim() === '' ? 'Enter a name.' : name.length > 64 ? 'At most 64 characters.' : null;
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- Esc closes the form and not the dialog around it
    <div
      ref={form}
      className={css['form']}
      role="group"
      aria-label={edited === null ? 'New command' : `Command ${edited.name}`}
      onKeyDownCapture={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Field
        label="Name"
        value={name}
        placeholder="As the menu should show it"
        problem={isTried ? nameProblem : null}
        onChange={(text) => change({ name: text })}
        onEnter={() => void save()}
      />
      <Segments label="Runs in" value={runsIn} choices={runs} onChange={(to) => change({ runsIn: to })} />
      <div className={css['line']} role="group" aria-labelledby="own-engines">
        <span className={css['label']} id="own-engines">
          Engines
        </span>
        <div className={css['engines']}>
          {families.map((family) => (
            <CheckBox
              key={family}
              isOn={draft.families.includes(family)}
              onChange={(isOn) => change({ families: withFamily(draft.families, family, isOn) })}
            >
              {engineName(family)}
            </CheckBox>
          ))}
          {isTried && draft.families.length === 0 && <p className={css['problem']}>Choose one at least.</p>}
        </div>
      </div>
      <div className={css['line']} role="group" aria-labelledby="own-program">
        <span className={css['label']} id="own-program">
          Program
        </span>
        <div className={css['program']}>
          {program === '' ? <span className={css['quiet']}>None chosen</span> : <CutPath path={program} />}
          {hasDialog && (
            <Button size="small" onPress={() => void choose()}>
              Choose…
            </Button>
          )}
          {isTried && program === '' && <p className={css['problem']}>Choose the program.</p>}
        </div>
      </div>
      <Field
        label="Arguments"
        value={command}
        placeholder="--host {host} --port {port} --user {user} {database}"
        isMono
        problem={words.ok ? null : `${words.error.message} ${words.error.hint ?? ''}`}
        hint={`Quoted as in a shell. You can use ${placeholders.map((one) => `{${one}}`).join(' ')}.`}
        onChange={(text) => change({ command: text })}
        onEnter={() => void save()}
      />
      <CommandPreview draft={draft} words={words.ok ? words.value : null} />
      {failure !== null && (
        <p className={css['problem']} role="alert">
          {failure.message} {failure.hint}
        </p>
      )}
      <div className={css['end']}>
        <Button size="small" onPress={onClose}>
          Cancel
        </Button>
        <Button look="primary" size="small" onPress={() => void save()}>
          {edited === null ? 'Add' : 'Save'}
        </Button>
      </div>
    </div>
  );
}

function draftOf(edited: OwnClient | null): OwnDraft {
  if (edited === null) return blank;
  const { id: _, ...draft } = edited;
  return draft;
}

/** With a family or without; the order is always the same, but for the first, which a client is made for. */
function withFamily(all: readonly EngineFamily[], family: EngineFamily, isOn: boolean): EngineFamily[] {
  return isOn ? [...all, family] : all.filter((one) => one !== family);
}
