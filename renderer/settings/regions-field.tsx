import { X } from 'lucide-react';
import { useState } from 'react';
import { regionCode } from '../../app/endpoints/model.ts';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { Combo } from '../ui/combo.tsx';
import { changeSettings } from './actions.ts';
import { awsRegions } from './aws-regions.ts';
import css from './settings-dialog.module.css';

/** Regions to scan beside each profile's own. */
export function RegionsField() {
  const regions = useStore((state) => state.settings.regions);
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const add = (text: string): void => {
    const region = text.trim().toLowerCase();
    const wrong = problemOf(region, regions);
    setProblem(wrong);
    if (wrong !== null) return;
    setTyped('');
    void changeSettings({ regions: [...regions, region] });
  };
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
            <Button
              look="quiet"
              size="icon"
              className={css['remove']}
              aria-label={`Remove ${region}`}
              onPress={() => void changeSettings({ regions: regions.filter((one) => one !== region) })}
            >
              <X size={12} />
            </Button>
          </li>
        ))}
      </ul>
      <p className={css['note']}>Latchkey scans these as well as each profile’s own region.</p>
    </div>
  );
}

function problemOf(region: string, regions: readonly string[]): string | null {
  if (region === '') return 'Enter a region such as eu-west-1.';
  if (!regionCode.safeParse(region).success) return 'That is not a region code. Enter one such as eu-west-1.';
  if (regions.includes(region)) return `${region} is already in the list.`;
  return regions.length >= 64 ? 'You can add at most 64 regions.' : null;
}
