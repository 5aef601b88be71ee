import { expect, it } from 'vitest';
import { gatewayEnvironment } from '../../../main/gateway/environment.ts';

it('holds what is named and nothing else, and is never empty', () => {
  const given = { PATH: '/bin', SystemRoot: 'C:\\Windows', AWS_SECRET_ACCESS_KEY: 'x', HOME: '/root' };
  expect(gatewayEnvironment(given)).toEqual({
    LATCHKEY_PROCESS: 'gateway',
    PATH: '/bin',
    SystemRoot: 'C:\\Windows',
  });
  expect(Object.keys(gatewayEnvironment({}))).toHaveLength(1);
});
