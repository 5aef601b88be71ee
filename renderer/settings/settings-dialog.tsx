import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { settings as schema, type Settings } from '../../app/settings/model.ts';
import { ClientsPage } from '../clients/clients-page.tsx';
import { CommandField } from '../command/command-field.tsx';
import { closeDialog, openDialog, useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { NetworkPage } from '../proxies/network-page.tsx';
import { UpdateField } from '../updates/update-field.tsx';
import { changeSettings, chooseCa, forgetCa } from './actions.ts';
import { AccountsPage } from './accounts-page.tsx';
import { DesktopFields } from './desktop-fields.tsx';
import { EnvironmentsPage } from './environments-page.tsx';
import { RegionsField } from './regions-field.tsx';
import css from './settings-dialog.module.css';
import type { SettingsDialogs } from './state.ts';

const themes: ReadonlyArray<{ readonly id: Settings['theme']; readonly text: string }> = [
  { id: 'system', text: 'System' },
  { id: 'light', text: 'Light' },
  { id: 'dark', text: 'Dark' },
];

const clearings: ReadonlyArray<{ readonly value: Settings['clearClipboardAfter']; readonly text: string }> = [
  { value: 'lease', text: 'When the token expires' },
  { value: 30, text: 'After 30 seconds' },
  { value: 60, text: 'After 1 minute' },
  { value: 300, text: 'After 5 minutes' },
];

/** What the user can choose; every change counts at once. */
export function SettingsDialog({ page }: SettingsDialogs['settings']) {
  return (
    <Dialog title="Settings" isOpen onClose={closeDialog} size="wide">
      <Tabs
        label="Settings"
        value={page}
        pages={[
          { id: 'general', text: 'General', page: <General /> },
          { id: 'environments', text: 'Environments', page: <EnvironmentsPage /> },
          { id: 'accounts', text: 'Accounts', page: <AccountsPage /> },
          { id: 'clients', text: 'Clients', page: <ClientsPage /> },
          { id: 'network', text: 'Network', page: <NetworkPage /> },
        ]}
        onChange={(to) => openDialog({ kind: 'settings', page: to })}
      />
    </Dialog>
  );
}

function General() {
  const version = useStore((state) => state.version);
  return (
    <div className={css['settings']}>
      <ThemeField />
      <Section id="settings-databases" title="Databases">
        <RegionsField />
        <CaField />
      </Section>
      <Section id="settings-tokens" title="Tokens and terminal">
        <ClearingField />
        <TerminalField />
      </Section>
      <CommandField />
      <DesktopFields />
      <UpdateField />
      <p className={css['version']}>Latchkey {version}</p>
    </div>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Section({ id, title, children }: SectionProps) {
  return (
    <section className={css['section']} aria-labelledby={id}>
      <h3 className={css['heading']} id={id}>
        {title}
      </h3>
      {children}
    </section>
  );
}

function ThemeField() {
  const theme = useStore((state) => state.settings.theme);
  return (
    <RadioGroup
      className={css['row'] ?? ''}
      orientation="horizontal"
      value={theme}
      onChange={(value) => void changeSettings({ theme: schema.shape.theme.parse(value) })}
    >
      <Label className={css['label'] ?? ''}>Theme</Label>
      <div className={css['segments']}>
        {themes.map(({ id, text }) => (
          <Radio key={id} value={id} className={css['segment'] ?? ''}>
            {text}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

function ClearingField() {
  const chosen = useStore((state) => state.settings.clearClipboardAfter);
  return (
    <div className={css['setting']}>
      <ChoiceField
        label="Clear clipboard"
        value={String(chosen)}
        choices={clearings.map(({ value, text }) => ({ id: String(value), text }))}
        onChange={(id) => {
          const choice = clearings.find(({ value }) => String(value) === id);
          if (choice !== undefined) void changeSettings({ clearClipboardAfter: choice.value });
        }}
      />
      <p className={css['note']}>Only if it still holds the token. Latchkey also clears it when you quit.</p>
    </div>
  );
}

function TerminalField() {
  const chosen = useStore((state) => state.settings.terminal);
  const terminals = useStore((state) => state.programs.terminals);
  const [first] = terminals;
  const automatic = first === undefined ? 'Automatic (none found)' : `Automatic (${first.name})`;
  const isMissing = chosen !== 'auto' && !terminals.some(({ id }) => id === chosen);
  return (
    <ChoiceField
      label="Terminal"
      value={chosen}
      choices={[
        { id: 'auto', text: automatic },
        ...terminals.map(({ id, name }) => ({ id, text: name })),
        ...(isMissing ? [{ id: chosen, text: `${chosen} (not found)` }] : []),
      ]}
      onChange={(id) => void changeSettings({ terminal: schema.shape.terminal.parse(id) })}
    />
  );
}

function CaField() {
  const caFile = useStore((state) => state.settings.caFile);
  const hasDialog = useStore((state) => state.host === 'electron');
  return (
    <div className={css['row']}>
      <span className={css['label']}>CA certificates</span>
      <div className={css['ca']}>
        <p className={css['path']}>{caFile ?? "RDS's own certificates"}</p>
        <div className={css['buttons']}>
          {hasDialog && (
            <Button size="small" onPress={() => void chooseCa()}>
              Choose file…
            </Button>
          )}
          {caFile !== null && (
            <Button size="small" onPress={() => void forgetCa()}>
              Use RDS's certificates
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
