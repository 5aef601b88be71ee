import { act, screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { endpointIdOf } from '../../app/endpoints/model.ts';
import { selectConnection, show } from '../../renderer/selection.ts';
import { inspector, showApp, useWindow } from './render-app.tsx';
import { billing, company, connection, scan } from './samples.ts';

useWindow();

const saved = connection(billing);

/** The window with one connection, whose database discovery has seen. */
async function showSaved() {
  const shown = await showApp({ connections: [saved] });
  await waitFor(() =>
    expect(shown.files.seenResources.held()[saved.id]?.resourceId).toBe(billing.resourceId),
  );
  await act(async () => {
    show('connections');
    selectConnection(saved.id);
  });
  /** These endpoints are there from now on in place of billing. */
  const becomes = async (...endpoints: Endpoint[]): Promise<void> => {
    const others = company().scans.map((one) =>
      scan(
        one.endpoints.flatMap((each) => (each.id === billing.id ? endpoints : [each])),
        { profile: one.profile, region: one.region },
      ),
    );
    await act(async () => void (await shown.find(others)));
  };
  return { ...shown, becomes };
}

/** Billing under another name or with another resource ID. */
function other(given: Partial<Pick<Endpoint, 'name' | 'resourceId'>>): Endpoint {
  const { name = billing.name } = given;
  const address = { host: `${name}.c9q2x7abcdef.us-east-1.rds.amazonaws.com`, port: 3306 };
  return { ...billing, ...given, name, address, id: endpointIdOf(billing, name, address) };
}

describe('a saved connection', () => {
  it('whose database was renamed says so, and takes the new address', async () => {
    const { user, files, becomes } = await showSaved();
    await becomes(other({ name: 'invoices' }));
    expect(await within(inspector()).findByText('This database is called invoices now')).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'Use invoices' }));
    await waitFor(() =>
      expect(files.connections.held()[0]?.address.host).toBe(
        'invoices.c9q2x7abcdef.us-east-1.rds.amazonaws.com',
      ),
    );
    expect(within(inspector()).queryByText(/is called/)).toBeNull();
  });

  it('whose address another database has says so until that is accepted', async () => {
    const { user, files, becomes } = await showSaved();
    await becomes(other({ resourceId: 'db-GREEN' }), other({ name: 'billing-old1' }));
    const title = 'Another database has this address now';
    expect(await within(inspector()).findByText(title)).toBeDefined();
    expect(within(inspector()).getByText(/called billing-old1 now/)).toBeDefined();
    await user.click(within(inspector()).getByRole('button', { name: 'Keep the address' }));
    await waitFor(() => expect(within(inspector()).queryByText(title)).toBeNull());
    expect(files.seenResources.held()[saved.id]?.resourceId).toBe('db-GREEN');
  });

  it('whose database was deleted says that, and nothing of a rename', async () => {
    const { becomes } = await showSaved();
    await becomes();
    expect(await within(inspector()).findByText('AWS no longer lists this address')).toBeDefined();
    expect(screen.queryByText(/is called/)).toBeNull();
  });
});
