import { X } from 'lucide-react';
import { useState } from 'react';
import { regionCode } from '../../app/endpoints/model.ts';
import { Button } from '../ui/button.tsx';
import { Combo } from '../ui/combo.tsx';
import { awsRegions } from './aws-regions.ts';
import css from './settings-dialog.module.css';

interface Props {
  readonly regions: readonly string[];
  readonly onChange: (regions: readonly string[]) => void;
  readonly note: string;
  /** There must always be one. */
  readonly keepsOne?: boolean;
}

/** A list of regions to scan: chosen from AWS's, or typed. */
export function RegionList({ regions, onChange, note, keepsOne = false }: Props) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const add = (text: string): void => {
    const region = text.trim().toLowerCase();
    const wrong = problemOf(region, regions);
    setProblem(wrong);
    if (wrong !== null) return;
    setTyped('');
    onChange([...regions, region]);
  };
  const canRemove = !keepsOne || regions.length > 1;
  return (
    <div className={css['setting']}>
      <div className={css['adder']}>
        <Combo
          label="Regions"
          value={typed}
          placeholder="us-east-1"
          problem={problem}
          suggestions={awsRegions.filter(({ text }) => !regions.includes(text))}
          onChange={(text) => {
            setTyped(text);
            setProblem(null);
          }}
          onEnter={() => add(typed)}
        />
        <Button onPress={() => add(typed)}>Add</Button>
      </div>
      <ul className={css['tags']} aria-label="Regions to scan">
        {regions.map((region) => (
          <li key={region} className={css['tag']}>
            {region}
            {canRemove && (
              <Button
                look="quiet"
                size="icon"
                className={css['remove']}
                aria-label={`Remove ${region}`}
                onPress={() => onChange(regions.filter((one) => one !== region))}
              >
                <X size={12} />
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p className={css['note']}>{note}</p>
    </div>
  );
}

function problemOf(region: string, regions: readonly string[]): string | null {
  if (region === '') return 'Enter a region such as eu-west-1.';
  if (!regionCode.safeParse(region).success) return 'That is not a region code. Enter one such as eu-west-1.';
  if (regions.includes(region)) return `${region} is already in the list.`;
  return regions.length >= 64 ? 'You can add at most 64 regions.' : null;
}
