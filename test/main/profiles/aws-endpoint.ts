import { createServer, type RequestListener } from 'node:http';
import { onTestFinished } from 'vitest';

/** A request that an endpoint got. */
export interface Got {
  /** The `Action` of AWS's query protocol, or the path of any other request. */
  readonly what: string;
  readonly accessKeyId: string | null;
  readonly token: string | null;
  readonly region: string | null;
  readonly body: URLSearchParams;
}

const credentials = (key: string): string =>
  `<Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey>` +
  '<SessionToken>t</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials>';

/** AWS's replies, by what is asked; the account tells the endpoints apart. */
function replyTo(what: string, account: string): string {
  if (what === 'GetCallerIdentity') {
    return `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account><Arn>arn:aws:iam::${account}:user/u</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  }
  if (what.startsWith('AssumeRole')) {
    return `<${what}Response><${what}Result>${credentials('ASIAROLE')}</${what}Result></${what}Response>`;
  }
  return `<${what}Response><${what}Result></${what}Result></${what}Response>`;
}

/** An endpoint of AWS on loopback, with an account of its own, which notes what it gets. */
export async function awsEndpoint(account = '111111111111') {
  const got: Got[] = [];
  const answer: RequestListener = (request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      const what = body.get('Action') ?? request.url ?? '';
      const signed = /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '');
      const token = request.headers['x-amz-security-token'];
      got.push({
        what,
        accessKeyId: signed?.[1] ?? null,
        token: typeof token === 'string' ? token : null,
        region: signed?.[2] ?? null,
        body,
      });
      if (what.startsWith('/federation/credentials')) {
        reply.setHeader('content-type', 'application/json');
        const roleCredentials = {
          accessKeyId: 'ASIASSO',
          secretAccessKey: 's',
          sessionToken: String(request.headers['x-amz-sso_bearer_token']),
          expiration: Date.UTC(2999, 0, 1),
        };
        reply.end(JSON.stringify({ roleCredentials }));
        return;
      }
      reply.setHeader('content-type', 'text/xml');
      reply.end(replyTo(what, account));
    });
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, got, calls: () => got.map(({ what }) => what) };
}
