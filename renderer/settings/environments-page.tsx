import { useDeferredValue, useMemo, useState } from 'react';
import {
  environmentRule,
  MAX_ENVIRONMENT_RULES,
  type EnvironmentRule,
} from '../../app/endpoints/environment-rules.ts';
import { merged } from '../endpoints/merged.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { changeSettings } from './actions.ts';
import { EnvironmentRuleForm } from './environment-rule-form.tsx';
import { EnvironmentRuleLine, reachText, ruleText } from './environment-rule-line.tsx';
import { reachOf } from './environment-reach.ts';
import css from './environments-page.module.css';

const blank: EnvironmentRule = {
  of: 'name',
  tag: '',
  pattern: '',
  environment: { label: 'prod', kind: 'prod' },
};

/** A rule that is being written, and which one of the list it replaces; null for a new one. */
interface Draft {
  readonly at: number | null;
  readonly rule: EnvironmentRule;
}

/** What was just done to the rules, and how they were before; null where it was taken back. */
interface Done {
  readonly text: string;
  readonly before: readonly EnvironmentRule[] | null;
}

/** The rules by which databases are production, staging or something else, with what each of them reaches. */
export function EnvironmentsPage() {
  const rules = useStore((state) => state.settings.environmentRules);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const keep = (changed: readonly EnvironmentRule[], now: Done): void => {
    setDraft(null);
    setDone(now);
    void changeSettings({ environmentRules: [...changed] });
  };
  const change = (changed: readonly EnvironmentRule[], text: string): void =>
    keep(changed, { text, before: rules });
  return (
    <div className={css['page']}>
      <p className={css['intro']}>
        The first rule that fits a database counts. Without one, Latchkey looks at the tags environment, env
        and stage, then for words such as prod or stg in the names of the database and the profile.
      </p>
      <Rules rules={rules} draft={draft} onDraft={setDraft} onChange={change} />
      {draft === null ? (
        <Button
          className={css['add']}
          isDisabled={rules.length >= MAX_ENVIRONMENT_RULES}
          onPress={() => setDraft({ at: null, rule: blank })}
        >
          Add a rule
        </Button>
      ) : (
        <DraftCard rules={rules} draft={draft} onDraft={setDraft} onChange={change} />
      )}
      <p className={css['done']} role="status">
        {done?.text}
        {done !== null && done.before !== null && (
          <>
            {' · '}
            <Button
              look="link"
              onPress={() => keep(done.before ?? rules, { text: 'The rules are as they were', before: null })}
            >
              Undo
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

interface Props {
  readonly rules: readonly EnvironmentRule[];
  readonly draft: Draft | null;
  readonly onDraft: (draft: Draft | null) => void;
  /** @param done what to say of it */
  readonly onChange: (rules: readonly EnvironmentRule[], done: string) => void;
}

function Rules({ rules, draft, onDraft, onChange }: Props) {
  const scans = useStore((state) => merged(state).scans);
  const reach = useMemo(() => reachOf(rules, scans), [rules, scans]);
  if (rules.length === 0) return null;
  return (
    <ul className={css['rules']} aria-label="Rules">
      {rules.map((rule, at) => (
        <EnvironmentRuleLine
          key={JSON.stringify([rule, at])}
          rule={rule}
          // while one is written, what is counted is how it would be
          reach={draft === null ? reach[at] : undefined}
          isFirst={at === 0}
          isLast={at === rules.length - 1}
          onEdit={() => onDraft({ at, rule })}
          onMove={(step) => {
            const moved = rules.toSpliced(at, 1).toSpliced(at + step, 0, rule);
            onChange(moved, `Moved the rule “${ruleText(rule)}”`);
          }}
          onRemove={() => onChange(rules.toSpliced(at, 1), `Removed the rule “${ruleText(rule)}”`)}
        />
      ))}
    </ul>
  );
}

/** A rule that is being written, with what it would reach in its place among the others. */
function DraftCard({ rules, draft, onDraft, onChange }: Props & { readonly draft: Draft }) {
  const scans = useStore((state) => merged(state).scans);
  const { at, rule } = draft;
  // thousands of databases must not hold up who types
  const counted = useDeferredValue(draft);
  const reach = useMemo(
    () => reachOf(withDraft(rules, counted), scans)[counted.at ?? rules.length],
    [rules, counted, scans],
  );
  return (
    <section className={css['draft']} aria-label={at === null ? 'New rule' : 'Change the rule'}>
      <EnvironmentRuleForm rule={rule} onChange={(changed) => onDraft({ at, rule: changed })} />
      <p className={css['preview']} role="status">
        {isComplete(counted.rule) && reachText(reach)}
      </p>
      <div className={css['buttons']}>
        <Button onPress={() => onDraft(null)}>Cancel</Button>
        <Button
          look="primary"
          isDisabled={!isComplete(rule)}
          onPress={() => {
            const done = `${at === null ? 'Added' : 'Changed'} the rule “${ruleText(rule)}”`;
            onChange(withDraft(rules, draft), done);
          }}
        >
          {at === null ? 'Add' : 'Change'}
        </Button>
      </div>
    </section>
  );
}

function withDraft(rules: readonly EnvironmentRule[], { at, rule }: Draft): readonly EnvironmentRule[] {
  return at === null ? [...rules, rule] : rules.with(at, rule);
}

function isComplete(rule: EnvironmentRule): boolean {
  return environmentRule.safeParse(rule).success;
}
