import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { REGIONS } from './account.ts';
import type { Databases } from './databases.ts';
import type { Directory } from './directory.ts';
import { ec2 } from './ec2-api.ts';
import type { CallFacts, Faults } from './faults.ts';
import { fail, toHttp, type Answer, type Call, type HttpAnswer } from './query-protocol.ts';
import { rds } from './rds-api.ts';
import { claimedScope, verifyRequest, type SignedRequest } from './request-signature.ts';
import { sts } from './sts-api.ts';

/** One call that the server has seen. */
export interface SeenRequest extends CallFacts {
  readonly accessKeyId: string;
  /** HTTP status, or 0 for a connection dropped on purpose. */
  readonly status: number;
  /** AWS's error code, when there was one. */
  readonly error?: string;
}

/** AWS over HTTP on one loopback port. */
export interface AwsServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  readonly stop: () => Promise<void>;
}

const MAX_BODY = 1_000_000;
const NO_ANSWER = undefined;

/**
 * Serves RDS, STS and EC2 (Query protocol) as one endpoint. The service and the region are those of the
 * request's credential scope, the account that of its access key.
 */
export async function startAwsServer(parts: {
  readonly databases: Databases;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly now: () => number;
}): Promise<AwsServer> {
  const requests: SeenRequest[] = [];

  const answer = async (request: SignedRequest): Promise<HttpAnswer | typeof NO_ANSWER> => {
    const params = new Map(new URLSearchParams(Buffer.from(request.body).toString('utf8')));
    const action = params.get('Action') ?? '';
    const claimed = claimedScope(request);
    const now = parts.now();
    const verified = verifyRequest(request, parts.directory.find, now);
    const identity = verified.ok ? verified.signer.identity : undefined;
    const facts = {
      account: identity?.account ?? '',
      region: claimed.region,
      action: `${claimed.service}:${action}`,
    };
    const seen = (status: number, error?: string): void =>
      void requests.push({
        ...facts,
        accessKeyId: identity?.accessKeyId ?? '',
        status,
        ...(error === undefined ? {} : { error }),
      });

    let said: Answer | undefined = verified.ok ? undefined : verified;
    for (const effect of parts.faults.meet(facts)) {
      if (effect.kind === 'latency') await delay(effect.ms, undefined, { ref: false });
      if (effect.kind === 'drop') {
        seen(0);
        return NO_ANSWER;
      }
      if (effect.kind === 'garbage') {
        seen(200);
        return { status: 200, type: 'text/xml', body: '<html><body>captive portal<p>\u0000' };
      }
      if (effect.kind === 'throttle') said = throttled(claimed.service);
      if (effect.kind === 'deny' && verified.ok)
        said ??= denied(claimed.service, facts, verified.signer.identity.arn);
    }
    if (said === undefined && verified.ok) {
      said = route(claimed.service, { action, params, ...verified.signer, now }, parts);
    }
    const http = toHttp(claimed.service, action, said ?? fail('InternalFailure', 'No answer', 500));
    seen(http.status, said?.ok === false ? said.error.code : undefined);
    return http;
  };

  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: SignedRequest) => Promise<HttpAnswer | typeof NO_ANSWER>,
): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) {
      incoming.destroy();
      return;
    }
    chunks.push(bytes);
  }
  const http = await answer({
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  });
  if (http === NO_ANSWER) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(http.status, { 'content-type': http.type });
  outgoing.end(http.body);
}

function route(service: string, call: Call, parts: { databases: Databases; directory: Directory }): Answer {
  switch (service) {
    case 'rds':
      return rds(call, parts.databases);
    case 'sts':
      return sts(call, parts.directory);
    case 'ec2':
      return ec2(call, REGIONS);
    default:
      return fail('InvalidAction', `The sandbox has no service ${service}.`);
  }
}

function throttled(service: string): Answer {
  return service === 'ec2'
    ? fail('RequestLimitExceeded', 'Request limit exceeded.', 503)
    : fail('Throttling', 'Rate exceeded');
}

function denied(service: string, facts: CallFacts, arn: string): Answer {
  if (service === 'ec2')
    return fail('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403);
  const kind: Record<string, string> = {
    'rds:DescribeDBInstances': 'db',
    'rds:DescribeDBClusters': 'cluster',
    'rds:DescribeDBClusterEndpoints': 'cluster-endpoint',
    'rds:DescribeDBProxies': 'db-proxy',
    'rds:DescribeDBProxyEndpoints': 'db-proxy-endpoint',
  };
  const resource = `arn:aws:rds:${facts.region}:${facts.account}:${kind[facts.action] ?? 'db'}:*`;
  return fail(
    'AccessDenied',
    `User: ${arn} is not authorized to perform: ${facts.action} on resource: ${resource} because no ` +
      `identity-based policy allows the ${facts.action} action`,
    403,
  );
}
