import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { createServer, type RequestListener } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awsFailure } from '../../../main/profiles/aws-failure.ts';
import { AwsHttpHandler } from '../../../main/profiles/aws-http-handler.ts';

const MINUTE = 60_000;

/** What asking who somebody is comes to where this answers in AWS's place. */
async function asked(answer: RequestListener) {
  let requests = 0;
  const server = createServer((request, reply) => {
    requests += 1;
    answer(request, reply);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const client = new STSClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'A', secretAccessKey: 's' },
    requestHandler: new AwsHttpHandler({ requestTimeout: 5_000 }),
  });
  onTestFinished(() => client.destroy());
  try {
    return { said: await client.send(new GetCallerIdentityCommand({})), requests };
  } catch (cause) {
    return { failure: awsFailure(cause, 'Asking'), requests };
  }
}

const identity =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

const at =
  (aheadMs: number): RequestListener =>
  (_request, reply) => {
    reply.sendDate = false;
    reply.setHeader('date', new Date(Date.now() - aheadMs).toUTCString());
    reply.setHeader('content-type', 'text/xml');
    reply.end(identity);
  };

describe('an answer', () => {
  it.each([
    [10 * MINUTE, "this computer's clock is 10 minutes ahead of AWS's"],
    [-10 * MINUTE, "this computer's clock is 10 minutes behind AWS's"],
    [5 * 24 * 60 * MINUTE, "this computer's clock is 7200 minutes ahead of AWS's"],
  ])('by a clock that is %i ms off is told so, and not made up for', async (ahead, message) => {
    const { failure, requests } = await asked(at(ahead));
    expect(failure).toMatchObject({
      code: 'clock-wrong',
      message: `Asking: ${message}`,
      hint: expect.stringContaining('Set this computer’s clock'),
    });
    expect(requests).toBe(1);
  });

  it.each([0, 4 * MINUTE, -4 * MINUTE])('by a clock that is %i ms off is taken', async (ahead) => {
    expect((await asked(at(ahead))).said).toMatchObject({ Account: '123456789012' });
  });

  it('without a date is taken', async () => {
    const { said } = await asked((_request, reply) => {
      reply.sendDate = false;
      reply.setHeader('content-type', 'text/xml');
      reply.end(identity);
    });
    expect(said).toMatchObject({ Account: '123456789012' });
  });

  it.each<[string, number, Record<string, string>]>([
    ['a page', 200, { 'content-type': 'text/html; charset=utf-8' }],
    ['a page that says no', 403, { 'content-type': 'text/html' }],
    ['a redirect', 302, { location: 'http://login.hotel.example/' }],
    ['a network that wants a sign-in', 511, { 'content-type': 'text/html' }],
  ])('(%s) of a captive portal is told so at once', async (_what, status, headers) => {
    const { failure, requests } = await asked((_request, reply) => {
      reply.writeHead(status, headers);
      reply.end('<html><body>Welcome <script>x</script></body></html>');
    });
    expect(failure).toMatchObject({
      code: 'not-aws',
      message: 'Asking: what answered is not AWS',
      hint: expect.stringContaining('Open a web page'),
    });
    expect(requests).toBe(1);
  });

  it('of a load balancer that has nobody behind it is AWS\u2019s own trouble', async () => {
    const { failure } = await asked((_request, reply) => {
      reply.writeHead(503, { 'content-type': 'text/html' });
      reply.end('<html><body>503 Service Unavailable</body></html>');
    });
    expect(failure?.code).not.toBe('clock-wrong');
  }, 30_000);

  it('that cannot be read is not AWS\u2019s', async () => {
    const { failure } = await asked((_request, reply) => {
      reply.setHeader('content-type', 'text/xml');
      reply.end('<html><body>captive portal<p>\u0000');
    });
    expect(failure).toMatchObject({ code: 'not-aws', message: 'Asking: what answered is not AWS' });
  });
});
