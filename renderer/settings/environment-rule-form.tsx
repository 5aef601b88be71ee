import type { EnvironmentRule } from '../../app/endpoints/environment-rules.ts';
import { EnvironmentField } from '../connections/environment-field.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Field } from '../ui/field.tsx';
import css from './environments-page.module.css';

const subjects: ReadonlyArray<{ readonly id: EnvironmentRule['of']; readonly text: string }> = [
  { id: 'name', text: 'Name or identifier' },
  { id: 'tag', text: 'Tag' },
  { id: 'profile', text: 'Profile' },
  { id: 'account', text: 'Account' },
];

interface Props {
  readonly rule: EnvironmentRule;
  readonly onChange: (rule: EnvironmentRule) => void;
}

/** What a rule looks at, what it looks for, and the environment that it gives. */
export function EnvironmentRuleForm({ rule, onChange }: Props) {
  const { of, tag, pattern, environment } = rule;
  return (
    <div className={css['form']}>
      <ChoiceField
        label="Look at"
        value={of}
        choices={subjects}
        onChange={(id) => {
          const subject = subjects.find((one) => one.id === id);
          if (subject !== undefined) onChange({ ...rule, of: subject.id, tag: '' });
        }}
      />
      {of === 'tag' && (
        <Field
          label="Tag key"
          value={tag}
          placeholder="team"
          problem={null}
          onChange={(value) => onChange({ ...rule, tag: value })}
        />
      )}
      <Field
        label="Look for"
        value={pattern}
        placeholder={of === 'account' ? '4820-1178-0031' : 'a word, or *-p1'}
        problem={null}
        hint="Words of it, or all of it with * for anything."
        onChange={(value) => onChange({ ...rule, pattern: value })}
      />
      <EnvironmentField
        environment={environment}
        problem={environment?.label.trim() === '' ? 'Enter a label.' : null}
        hint={undefined}
        isWarning={false}
        onBlur={() => undefined}
        onChange={(value) => onChange({ ...rule, environment: value })}
      />
    </div>
  );
}
