import { ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import css from './field.module.css';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly choices: ReadonlyArray<{ readonly id: string; readonly text: string }>;
  readonly onChange: (id: string) => void;
}

/** One choice of a few, in a list that opens. */
export function ChoiceField({ label, value, choices, onChange }: Props) {
  return (
    <Select
      className={css['field'] ?? ''}
      value={value}
      onChange={(key) => key !== null && onChange(String(key))}
    >
      <Label className={css['label'] ?? ''}>{label}</Label>
      <Button className={css['select'] ?? ''}>
        <SelectValue />
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      <Popover className={css['popover'] ?? ''} offset={4}>
        <ListBox className={css['list'] ?? ''}>
          {choices.map(({ id, text }) => (
            <ListBoxItem key={id} id={id} className={css['item'] ?? ''}>
              {text}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
