import { expect, it, vi } from 'vitest';
import { succeed } from '../../../app/common/result.ts';
import { relayProcess } from '../../../main/gateway/relay-process.ts';

/** A relay whose process is the test: what it reports, and what came of it. */
function relay() {
  const info = vi.fn();
  const report = vi.fn();
  let tell = (_message: unknown): void => undefined;
  const made = relayProcess(
    {
      start(onReport) {
        tell = onReport;
        return { pid: () => 1, send: () => undefined, end: async () => undefined };
      },
      caBundle: async () => succeed('/dev/null'),
      localCertificate: async () => succeed({ cert: '', key: '' }),
      holderOf: async () => null,
      report,
      log: { info },
    },
    { onTokenWanted: async () => succeed(''), onClients: () => undefined, onDied: () => undefined },
  );
  void made.listen({
    connectionId: 'one',
    port: 1,
    localSignIn: 'scram',
    admits: 'own-user',
    localTls: false,
    family: 'postgres',
    dbUser: 'u',
    database: '',
    localPassword: 'p',
    address: { host: 'db.example', port: 1 },
    connectAddress: { host: 'db.example', port: 1 },
    tunnel: null,
    caFile: null,
  });
  return { info, report, tell: (message: unknown) => tell(message) };
}

it('each session has a line when it opens and one when it ends, with its cause and bytes', async () => {
  const { info, tell } = relay();
  const end = { session: 3, cause: 'client-closed', ms: 1_200, sent: 10, received: 20 };
  await vi.waitFor(() => {
    tell({ kind: 'opened', id: 'one', session: 3, program: 'psql' });
    expect(info).toHaveBeenCalledWith('session opened', { connection: 'one', session: 3, program: 'psql' });
  });
  tell({ kind: 'ended', id: 'one', ...end });
  expect(info).toHaveBeenLastCalledWith('session ended', { connection: 'one', ...end });
});

it('what the process must not say is reported, and no line', async () => {
  const { info, report, tell } = relay();
  await vi.waitFor(() => {
    tell({ kind: 'opened', id: 'one', session: 3, program: 'psql', token: 'X' });
    expect(report).toHaveBeenCalledOnce();
  });
  expect(info).not.toHaveBeenCalled();
});
