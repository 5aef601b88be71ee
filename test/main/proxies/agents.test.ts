import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awsFailure } from '../../../main/profiles/aws-failure.ts';
import { httpHandler } from '../../../main/profiles/client-options.ts';
import { makeAuthority } from '../../sandbox/certificates.ts';
import { connectProxy, governed, listening, proxyAt } from './test-proxies.ts';

const HOST = 'sts.eu-west-1.amazonaws.com';
const authority = makeAuthority('Corp <b>Inspection</b>\u202e CA');
const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** What answers as STS does, for a name and with a certificate of the authority; it counts what reached it. */
async function sts(name = HOST) {
  const { certPem, keyPem } = authority.issue([name]);
  const seen: string[] = [];
  const server = createHttpsServer({ cert: certPem, key: keyPem }, (request, reply) => {
    seen.push(request.headers.authorization ?? '');
    reply.setHeader('content-type', 'text/xml');
    reply.end(identity);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: portOf(server.address()), seen };
}

function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Who AWS says this is, asked as every client of a profile asks. */
async function asked(endpoint = `https://${HOST}`) {
  const client = new STSClient({
    region: 'eu-west-1',
    endpoint,
    maxAttempts: 1,
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: await httpHandler(null),
  });
  onTestFinished(() => client.destroy());
  try {
    return { account: (await client.send(new GetCallerIdentityCommand({}))).Account };
  } catch (cause) {
    return { failure: awsFailure(cause, 'Asking') };
  }
}

describe('a client of AWS', () => {
  it('goes through the proxy, TLS verified for the name of AWS, with the CA of the proxy trusted beside the known ones', async () => {
    const aws = await sts();
    const proxy = await connectProxy({ leadsTo: aws.port });
    governed(() => [proxyAt(proxy.port, { user: 'ana', password: 'p' })], authority.caPem);
    expect(await asked()).toEqual({ account: '123456789012' });
    expect(proxy.asked).toEqual([{ to: `${HOST}:443`, authorization: 'Basic YW5hOnA=' }]);
  });

  it('names a proxy that shows its own certificate, says what to do, and sends it nothing', async () => {
    const aws = await sts();
    const proxy = await connectProxy({ leadsTo: aws.port });
    governed(() => [proxyAt(proxy.port)]);
    const { failure } = await asked();
    expect(failure?.code).toBe('proxy-intercepts');
    expect(failure?.message).toContain('Corp <b>Inspection</b> CA');
    expect(failure?.message).toContain(HOST);
    expect(failure?.hint).toContain('CA file in Settings');
    expect(aws.seen).toEqual([]);
  });

  it('refuses a certificate for another name, whatever authority is trusted', async () => {
    const aws = await sts('rds.eu-west-1.amazonaws.com');
    const proxy = await connectProxy({ leadsTo: aws.port });
    governed(() => [proxyAt(proxy.port)], authority.caPem);
    expect((await asked()).failure?.code).toBe('not-aws');
    expect(aws.seen).toEqual([]);
  });

  it.each([
    ['403 Forbidden', 'proxy-refused'],
    ['407 Proxy Authentication Required', 'proxy-auth-required'],
  ])('is told that the proxy says %s', async (refusal, code) => {
    const proxy = await connectProxy({ refusal });
    governed(() => [proxyAt(proxy.port)]);
    const { failure } = await asked();
    expect(failure).toMatchObject({ code });
    expect(failure?.message).toMatch(/^Asking: The proxy http:\/\/127\.0\.0\.1:/);
    expect(failure?.hint).toContain('Settings');
  });

  it.each([
    ['says nothing', async () => listening(() => undefined)],
    ['is not there', async () => 1],
  ])('is told in time that the proxy %s', async (_what, port) => {
    const at = await port();
    governed(() => [proxyAt(at)]);
    expect((await asked()).failure?.code).toBe('proxy-unreachable');
  });

  it('asks this machine directly where it is told to, and uses no connection from before a change', async () => {
    let reached = 0;
    const server = createHttpServer((_request, reply) => {
      reached += 1;
      reply.setHeader('content-type', 'text/xml');
      reply.end(identity);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const port = portOf(server.address());
    governed(() => ['direct']);
    expect(await asked(`http://127.0.0.1:${port}`)).toEqual({ account: '123456789012' });
    expect(reached).toBe(1);
  });

  it('that is kept goes another way once another proxy is chosen', async () => {
    const aws = await sts();
    const first = await connectProxy({ leadsTo: aws.port });
    const second = await connectProxy({ leadsTo: aws.port });
    const client = new STSClient({
      region: 'eu-west-1',
      credentials: { accessKeyId: 'A', secretAccessKey: 's' },
      requestHandler: await httpHandler(null),
    });
    onTestFinished(() => client.destroy());
    for (const { port } of [first, first, second]) {
      if (port === second.port || first.asked.length === 0) governed(() => [proxyAt(port)], authority.caPem);
      await client.send(new GetCallerIdentityCommand({}));
    }
    expect([first.asked.length, second.asked.length]).toEqual([1, 1]);
  });
});
