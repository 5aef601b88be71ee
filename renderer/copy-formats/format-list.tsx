import { Header } from 'react-aria-components/Header';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import type { Format, FormatId } from '../../app/copy-formats/model.ts';
import css from './format-list.module.css';

interface Props {
  readonly formats: readonly Format[];
  readonly value: FormatId;
  /** Why something that people look for is not in the list; null where nothing is to be said. */
  readonly hint: string | null;
  readonly onChange: (format: FormatId) => void;
  /** Enter on the one that is shown, or a double click. */
  readonly onDone: () => void;
}

const kinds = ['Command line', 'Settings', 'Code', 'Containers'] as const;

/** The forms, by kind; the one that has the focus is the one that is shown. */
export function FormatList({ formats, value, hint, onChange, onDone }: Props) {
  return (
    <div className={css['side']}>
      <ListBox
        className={css['list'] ?? ''}
        aria-label="Forms"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- a dialog begins with the focus on its first choice
        autoFocus
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[value]}
        onSelectionChange={(keys) => {
          const chosen = formats.find(({ id }) => keys !== 'all' && keys.has(id));
          if (chosen !== undefined) onChange(chosen.id);
        }}
        // typing letters moves the focus alone: nothing is copied that was not shown
        onAction={(key) => {
          const chosen = formats.find(({ id }) => id === key);
          if (chosen === undefined || chosen.id === value) onDone();
          else onChange(chosen.id);
        }}
      >
        {kinds.map((kind) => {
          const ofKind = formats.filter((format) => format.kind === kind);
          return (
            <ListBoxSection key={kind} className={css['section'] ?? ''}>
              <Header className={css['kind'] ?? ''}>{kind}</Header>
              {ofKind.map(({ id, name }) => (
                <ListBoxItem key={id} id={id} textValue={name} className={css['form'] ?? ''}>
                  {name}
                </ListBoxItem>
              ))}
            </ListBoxSection>
          );
        })}
      </ListBox>
      {hint !== null && <p className={css['hint']}>{hint}</p>}
    </div>
  );
}
