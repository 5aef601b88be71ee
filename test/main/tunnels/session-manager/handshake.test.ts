import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  answerHandshake,
  CLIENT_VERSION,
  compareVersions,
} from '../../../../main/tunnels/session-manager/handshake.ts';

const port = {
  ActionType: 'SessionType',
  ActionParameters: { SessionType: 'Port', Properties: { portNumber: '5432' } },
};
const request = (version: string, ...actions: readonly unknown[]): Buffer =>
  Buffer.from(JSON.stringify({ AgentVersion: version, RequestedClientActions: actions }));

it('takes a session of type Port', () => {
  const answer = answerHandshake(request('3.3.987.0', port));
  expect(answer).toMatchObject({ needsKeepAlive: false, refused: null });
  expect(JSON.parse(answer?.response.toString() ?? '')).toEqual({
    ClientVersion: CLIENT_VERSION,
    ProcessedClientActions: [{ ActionType: 'SessionType', ActionStatus: 1, ActionResult: null, Error: '' }],
    Errors: null,
  });
});

it('says that it cannot encrypt, and does not speak shells', () => {
  const kms = { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: 'key', Challenge: 'x' } };
  const encrypted = answerHandshake(request('3.3.987.0', port, kms));
  expect(encrypted?.refused).toEqual({ code: 'tunnel-unsupported', detail: 'KMSEncryption' });
  expect(JSON.parse(encrypted?.response.toString() ?? '').ProcessedClientActions[1]).toMatchObject({
    ActionStatus: 3,
  });
  const shell = { ActionType: 'SessionType', ActionParameters: { SessionType: 'Standard_Stream' } };
  expect(answerHandshake(request('3.3.987.0', shell))?.refused).toEqual({
    code: 'tunnel-unsupported',
    detail: 'session type Standard_Stream',
  });
});

it.each([
  ['3.0.196.0', 'tunnel-agent-too-old', true],
  ['2.3.722.0', 'tunnel-agent-too-old', true],
  ['3.0.197.0', undefined, true],
  ['3.1.1511.0', undefined, true],
  ['3.1.1512.0', undefined, false],
  ['3.10.0.0', undefined, false],
])('knows what an agent of version %s can do', (version, code, needsKeepAlive) => {
  const answer = answerHandshake(request(version, port));
  expect(answer?.refused?.code).toBe(code);
  expect(answer?.needsKeepAlive).toBe(needsKeepAlive);
});

it('takes no other JSON for a request', () => {
  for (const none of [
    '',
    '{}',
    '[]',
    '{"AgentVersion":3}',
    '{"AgentVersion":"3.3.0.0","RequestedClientActions":[1]}',
  ])
    expect(answerHandshake(Buffer.from(none))).toBeNull();
  fc.assert(fc.property(fc.json(), (json) => void answerHandshake(Buffer.from(json))));
});

it('compares versions by their numbers', () => {
  const version = fc.array(fc.nat(2_000), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(version, version, (one, other) => {
      const order = Math.sign(compareVersions(one.join('.'), other.join('.')));
      const first =
        Array.from({ length: 4 }, (_, at) => (one[at] ?? 0) - (other[at] ?? 0)).find(Boolean) ?? 0;
      expect(order).toBe(Math.sign(first));
    }),
  );
});
