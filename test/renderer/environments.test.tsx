import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { EnvironmentRule } from '../../app/endpoints/environment-rules.ts';
import { rowOf, showApp, useWindow } from './render-app.tsx';
import { company } from './samples.ts';

useWindow();

/** The settings' page about environments. */
async function openRules(user: Awaited<ReturnType<typeof showApp>>['user']): Promise<HTMLElement> {
  await user.keyboard('{Control>},{/Control}');
  const dialog = await screen.findByRole('dialog', { name: 'Settings' });
  await user.click(within(dialog).getByRole('tab', { name: 'Environments' }));
  return dialog;
}

const texts = (dialog: HTMLElement): readonly string[] =>
  within(dialog)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);

describe('environment rules', () => {
  it('say what they reach while they are written, label the list without a scan, and are taken back', async () => {
    const { user, files, asked } = await showApp();
    const dialog = await openRules(user);
    await user.click(within(dialog).getByRole('button', { name: 'Add a rule' }));
    const draft = within(dialog).getByRole('region', { name: 'New rule' });
    expect(within(draft).getByRole('button', { name: 'Add' })).toHaveProperty('disabled', true);
    await user.type(within(draft).getByRole('textbox', { name: 'Look for' }), 'cat*');
    await waitFor(() => expect(within(draft).getByRole('status').textContent).toBe('1 database: catalog'));
    await user.click(within(draft).getByRole('radio', { name: 'staging' }));
    expect(rowOf('catalog', 'PostgreSQL').textContent).toContain('prod');
    const calls = asked.length;
    await user.click(within(draft).getByRole('button', { name: 'Add' }));
    await waitFor(() => expect(rowOf('catalog', 'PostgreSQL').textContent).toContain('staging'));
    expect(asked).toHaveLength(calls);
    expect(files.settings.held().environmentRules).toEqual([
      { of: 'name', tag: '', pattern: 'cat*', environment: { label: 'staging', kind: 'staging' } },
    ]);
    expect(texts(dialog)[0]).toContain('Name: cat*1 database: catalog');
    await user.click(within(dialog).getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(rowOf('catalog', 'PostgreSQL').textContent).toContain('prod'));
    expect(files.settings.held().environmentRules).toEqual([]);
    expect(asked).toHaveLength(calls);
  });

  it('count in their order, which can be changed, and are changed and removed', async () => {
    const environmentRules: EnvironmentRule[] = [
      { of: 'name', tag: '', pattern: 'orders', environment: { label: 'blue', kind: 'other' } },
      { of: 'account', tag: '', pattern: '7731-0042-9918', environment: null },
      { of: 'tag', tag: 'environment', pattern: 'prod', environment: { label: 'gold', kind: 'prod' } },
    ];
    const { user, files } = await showApp({
      settings: { ...company().settings, environmentRules },
    });
    expect(rowOf('orders', 'writer').textContent).toContain('blue');
    expect(rowOf('billing', 'MySQL').textContent).toContain('gold');
    const dialog = await openRules(user);
    expect(texts(dialog)[1]).toMatch(/Account: 7731-0042-9918.*None/);
    await user.click(within(dialog).getByRole('button', { name: 'Move up: Tag environment: prod' }));
    await user.click(within(dialog).getByRole('button', { name: 'Move up: Tag environment: prod' }));
    await waitFor(() => expect(rowOf('orders', 'writer').textContent).toContain('gold'));
    await user.click(within(dialog).getByRole('button', { name: 'Change: Name: orders' }));
    const draft = within(dialog).getByRole('region', { name: 'Change the rule' });
    const field = within(draft).getByRole('textbox', { name: 'Look for' });
    await user.clear(field);
    await user.type(field, 'nothing');
    await waitFor(() =>
      expect(within(draft).getByRole('status').textContent).toBe('Fits no database that was found.'),
    );
    await user.click(within(draft).getByRole('button', { name: 'Change' }));
    await user.click(within(dialog).getByRole('button', { name: 'Remove: Tag environment: prod' }));
    await waitFor(() => expect(rowOf('orders', 'writer').textContent).not.toContain('gold'));
    expect(files.settings.held().environmentRules.map(({ pattern }) => pattern)).toEqual([
      'nothing',
      '7731-0042-9918',
    ]);
    expect(within(dialog).getByText(/Removed the rule “Tag environment: prod”/)).toBeDefined();
  });
});
