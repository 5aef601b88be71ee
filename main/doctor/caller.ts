import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { clockOffsetOf } from '../profiles/clock-offset.ts';
import { proxyFaultOf } from '../proxies/proxy-error.ts';
import type { CallerSeen, Observation } from '../../app/doctor/observations.ts';

/**
 * Asks STS who signs, and measures the clock by its answer, whatever it is. The SDK corrects its own requests by
 * the same measure, and signers of tokens do not: so it must not be taken from whether the call succeeds.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 *
 * @param client one of its own for each question, since it remembers the clock; it is destroyed here
 */
export async function askCaller(client: STSClient, signal: AbortSignal): Promise<Observation<CallerSeen>> {
  try {
    const said = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    if (said.Arn === undefined || said.Account === undefined) {
      return { outcome: 'failed', message: 'AWS did not say who this is.' };
    }
    const clockOffsetMs = clockOffsetOf(client);
    return {
      outcome: 'seen',
      value: { state: 'known', arn: said.Arn, account: said.Account, clockOffsetMs },
    };
  } catch (cause) {
    return refusedAs(cause, client);
  } finally {
    client.destroy();
  }
}

function refusedAs(cause: unknown, client: STSClient): Observation<CallerSeen> {
  const name = cause instanceof Error ? cause.name : '';
  const clockOffsetMs = clockOffsetOf(client, cause);
  if (/^ExpiredToken(?:Exception)?$/.test(name)) {
    return { outcome: 'seen', value: { state: 'ended', clockOffsetMs } };
  }
  if (/^(?:InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId)$/.test(name)) {
    return { outcome: 'seen', value: { state: 'unknown-key', clockOffsetMs } };
  }
  if (name.startsWith('AccessDenied')) return { outcome: 'not-allowed', permission: 'sts:GetCallerIdentity' };
  const fault = proxyFaultOf(cause);
  if (fault !== null) return { outcome: 'failed', message: `AWS could not be asked. ${fault.message}` };
  const words =
    name === '' || name === 'Error' ? 'AWS could not be asked.' : `AWS could not be asked (${name}).`;
  return { outcome: 'failed', message: words };
}
