import { useState } from 'react';
import type { Environment } from '../../app/endpoints/environment.ts';
import { Dot } from '../ui/badge.tsx';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import css from './connection-dialog.module.css';
import type { Said } from './form-part.tsx';

type Usual = Exclude<Environment['kind'], 'other'>;

const kinds = [
  { id: 'none', text: 'None' },
  { id: 'prod', text: <Coloured tone="bad" text="prod" /> },
  { id: 'staging', text: <Coloured tone="soon" text="staging" /> },
  { id: 'dev', text: <Coloured tone="good" text="dev" /> },
  { id: 'own', text: 'Custom label' },
] as const;

const colours = [
  { id: 'prod', text: <Coloured tone="bad" text="Red" /> },
  { id: 'staging', text: <Coloured tone="soon" text="Amber" /> },
  { id: 'dev', text: <Coloured tone="good" text="Green" /> },
  { id: 'other', text: <Coloured tone="quiet" text="Grey" /> },
] as const;

interface Props extends Said {
  readonly environment: Environment | null;
  readonly onChange: (environment: Environment | null) => void;
}

/** The tag by which production looks different: one of the usual ones, or a label and a colour of one's own. */
export function EnvironmentField({ environment, onChange, ...said }: Props) {
  // kept apart from the value: a label of one's own may read `prod` for a moment while it is typed
  const [isOwn, setOwn] = useState(environment !== null && !isUsual(environment));
  const choose = (id: (typeof kinds)[number]['id']): void => {
    setOwn(id === 'own');
    if (id === 'none') onChange(null);
    else if (id === 'own') onChange({ label: '', kind: environment?.kind ?? 'other' });
    else onChange({ label: id, kind: id });
  };
  return (
    <div className={css['stack']}>
      <Segments
        label="Environment"
        value={isOwn ? 'own' : usualOf(environment)}
        choices={kinds}
        onChange={choose}
      />
      {isOwn && environment !== null && (
        <>
          <Field
            label="Label"
            value={environment.label}
            placeholder="team-blue"
            onChange={(label) => onChange({ ...environment, label })}
            {...said}
          />
          <Segments
            label="Colour"
            value={environment.kind}
            choices={colours}
            onChange={(kind) => onChange({ ...environment, kind })}
          />
        </>
      )}
    </div>
  );
}

function Coloured({
  tone,
  text,
}: {
  readonly tone: 'good' | 'soon' | 'bad' | 'quiet';
  readonly text: string;
}) {
  return (
    <>
      <Dot tone={tone} />
      {text}
    </>
  );
}

function isUsual({ label, kind }: Environment): boolean {
  return label === kind && kind !== 'other';
}

function usualOf(environment: Environment | null): 'none' | Usual {
  return environment === null || environment.kind === 'other' ? 'none' : environment.kind;
}
