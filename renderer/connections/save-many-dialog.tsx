import { useMemo, useState } from 'react';
import type { Failure } from '../api.ts';
import { addressText, countText } from '../endpoints/describe.ts';
import { knownUsers } from '../endpoints/sign-in.ts';
import { closeDialog, useStore } from '../store.ts';
import { EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { CheckBox } from '../ui/check-box.tsx';
import { Combo } from '../ui/combo.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { saveMany } from './actions.ts';
import { patternWords } from './name-pattern.ts';
import css from './save-many-dialog.module.css';
import { planOf, type Planned } from './save-many.ts';
import type { ConnectionsDialogs } from './state.ts';

/** How many lines are shown; the patterns count for all. */
const MAX_LINES = 200;

/** Saves many databases as connections: patterns for what they have in common, and what comes of each. */
export function SaveManyDialog({ endpoints }: ConnectionsDialogs['saveMany']) {
  const connections = useStore((state) => state.connections);
  const signIns = useStore((state) => state.signIns);
  const defaultRoutes = useStore((state) => state.defaultRoutes);
  const users = useMemo(() => knownUsers(signIns), [signIns]);
  const [patterns, setPatterns] = useState({
    name: '{name} {role}',
    dbUser: users[0] ?? '',
    database: '{database}',
  });
  /** What was ticked or left out by hand; what is saved already is left out from the start. */
  const [chosen, setChosen] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const plan = useMemo(
    () => planOf(endpoints, patterns, connections, signIns, defaultRoutes),
    [endpoints, patterns, connections, signIns, defaultRoutes],
  );
  const isIn = ({ endpoint, draft, savedAs }: Planned): boolean =>
    draft !== null && (chosen.get(endpoint.id) ?? savedAs === null);
  const drafts = plan.flatMap((one) => (isIn(one) && one.draft !== null ? [one.draft] : []));

  const save = async (): Promise<void> => {
    setBusy(true);
    setFailure(await saveMany(drafts));
    setBusy(false);
  };

  return (
    <Dialog
      title={`Save ${countText(endpoints.length)} databases as connections`}
      size="wide"
      isOpen
      onClose={closeDialog}
      footer={
        <>
          {failure !== null && (
            <p className={css['failure']} role="alert">
              {failure.message} {failure.hint}
            </p>
          )}
          <Button onPress={closeDialog}>Cancel</Button>
          <Button
            look="primary"
            isDisabled={drafts.length === 0}
            isPending={isBusy}
            onPress={() => void save()}
          >
            {drafts.length === 0 ? 'Save' : `Save ${countText(drafts.length)}`}
          </Button>
        </>
      }
    >
      <div className={css['fields']}>
        <Field
          label="Name"
          value={patterns.name}
          problem={patterns.name.trim() === '' ? 'Enter a name or a pattern.' : null}
          onChange={(name) => setPatterns({ ...patterns, name })}
        />
        <Combo
          label="Log in as"
          value={patterns.dbUser}
          placeholder="such as app_readonly"
          problem={null}
          suggestions={users.map((text) => ({ text }))}
          onChange={(dbUser) => setPatterns({ ...patterns, dbUser })}
        />
        <Field
          label="Database"
          value={patterns.database}
          problem={null}
          onChange={(database) => setPatterns({ ...patterns, database })}
        />
      </div>
      <p className={css['words']}>
        In each field{' '}
        {patternWords.map(([word, what], index) => (
          <span key={word} title={what}>
            {index > 0 && ', '}
            <code>{word}</code>
          </span>
        ))}{' '}
        stand for what the database has.
      </p>
      <ul className={css['entries']} aria-label="To save">
        {plan.slice(0, MAX_LINES).map((one) => (
          <PlannedLine
            key={one.endpoint.id}
            planned={one}
            isIn={isIn(one)}
            onChange={(value) => setChosen(new Map(chosen).set(one.endpoint.id, value))}
          />
        ))}
        {plan.length > MAX_LINES && (
          <li className={css['more']}>{`And ${countText(plan.length - MAX_LINES)} more.`}</li>
        )}
      </ul>
    </Dialog>
  );
}

interface LineProps {
  readonly planned: Planned;
  readonly isIn: boolean;
  readonly onChange: (isIn: boolean) => void;
}

function PlannedLine({ planned, isIn, onChange }: LineProps) {
  const { endpoint, draft, name, problem, savedAs } = planned;
  const { address, environment } = endpoint;
  const where = address === null ? endpoint.region : addressText(address);
  const target = draft === null ? where : `${draft.dbUser}@${where}`;
  return (
    <li>
      <CheckBox isOn={isIn} isDisabled={draft === null} onChange={onChange}>
        <span className={css['what']}>
          <span className={css['name']}>{name === '' ? endpoint.name : name}</span>
          <span className={css['target']} title={target}>
            {target}
          </span>
        </span>
        <span className={css['tag']}>
          <EnvironmentTag environment={environment} />
        </span>
        <span className={css['note']} title={problem ?? undefined}>
          {problem ?? (savedAs === null ? '' : `Saved already as ${savedAs}`)}
        </span>
      </CheckBox>
    </li>
  );
}
