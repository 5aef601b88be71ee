import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import type { EnvironmentRule } from '../../app/endpoints/environment-rules.ts';
import { countText } from '../endpoints/describe.ts';
import { EnvironmentTag } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import type { Reach } from './environment-reach.ts';
import css from './environments-page.module.css';

interface Props {
  readonly rule: EnvironmentRule;
  readonly reach: Reach | undefined;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onEdit: () => void;
  readonly onMove: (step: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One rule: what it looks for, what it reaches, and what can be done with it. */
export function EnvironmentRuleLine({ rule, reach, isFirst, isLast, onEdit, onMove, onRemove }: Props) {
  const text = ruleText(rule);
  return (
    <li className={css['rule']}>
      <span className={css['what']}>
        <span className={css['text']}>{text}</span>
        <span className={css['reach']}>{reachText(reach)}</span>
      </span>
      <span className={css['tag']}>
        {rule.environment === null ? (
          <span className={css['reach']}>None</span>
        ) : (
          <EnvironmentTag environment={rule.environment} />
        )}
      </span>
      <Button
        look="quiet"
        size="icon"
        aria-label={`Move up: ${text}`}
        isDisabled={isFirst}
        onPress={() => onMove(-1)}
      >
        <ArrowUp size={14} />
      </Button>
      <Button
        look="quiet"
        size="icon"
        aria-label={`Move down: ${text}`}
        isDisabled={isLast}
        onPress={() => onMove(1)}
      >
        <ArrowDown size={14} />
      </Button>
      <Button look="quiet" size="icon" aria-label={`Change: ${text}`} onPress={onEdit}>
        <Pencil size={14} />
      </Button>
      <Button look="quiet" size="icon" aria-label={`Remove: ${text}`} onPress={onRemove}>
        <Trash2 size={14} />
      </Button>
    </li>
  );
}

const subjects = { name: 'Name', profile: 'Profile', account: 'Account' } as const;

/** A rule in a few words. */
export function ruleText({ of, tag, pattern }: EnvironmentRule): string {
  return `${of === 'tag' ? `Tag ${tag}` : subjects[of]}: ${pattern}`;
}

/** What a rule reaches, in words. */
export function reachText(reach: Reach | undefined): string {
  if (reach === undefined) return '';
  if (reach.count === 0) return 'Fits no database that was found.';
  const some = reach.examples.join(', ');
  const rest = reach.count - reach.examples.length;
  const listed = rest > 0 ? `${some} and ${countText(rest)} more` : some;
  return `${countText(reach.count)} ${reach.count === 1 ? 'database' : 'databases'}: ${listed}`;
}
