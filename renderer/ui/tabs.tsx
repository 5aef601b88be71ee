import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs';
import segments from './segments.module.css';
import css from './tabs.module.css';

interface Props<Id extends string> {
  readonly label: string;
  readonly value: Id;
  readonly pages: ReadonlyArray<{ readonly id: Id; readonly text: string; readonly page: ReactNode }>;
  readonly onChange: (id: Id) => void;
}

/** The pages of a dialog, of which one is shown; their names stay in sight while it scrolls. */
export function Tabs<Id extends string>({ label, value, pages, onChange }: Props<Id>) {
  return (
    <AriaTabs
      className={css['tabs'] ?? ''}
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = pages.find(({ id }) => id === key);
        if (chosen !== undefined) onChange(chosen.id);
      }}
    >
      <div className={css['bar']}>
        <TabList className={segments['segments'] ?? ''} aria-label={label}>
          {pages.map(({ id, text }) => (
            <Tab key={id} id={id} className={segments['segment'] ?? ''}>
              {text}
            </Tab>
          ))}
        </TabList>
      </div>
      {pages.map(({ id, page }) => (
        <TabPanel key={id} id={id} className={css['page'] ?? ''}>
          {page}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
