import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { REGIONS } from './account.ts';
import type { AuthError } from './auth-log.ts';
import { cloudwatch } from './cloudwatch-api.ts';
import type { DatabaseStore, Place } from './databases.ts';
import type { Directory } from './directory.ts';
import { ec2 } from './ec2-api.ts';
import { CAPTIVE_PORTAL, changedBy, foreignAnswer, withoutMarker } from './fault-answers.ts';
import type { CallFacts, Faults } from './faults.ts';
import { iamApi } from './iam/api.ts';
import { inPlace } from './in-place.ts';
import { logs } from './logs-api.ts';
import { mfaPage } from './mfa-device.ts';
import {
  fail,
  toHttp,
  toJsonHttp,
  toRestHttp,
  type Answer,
  type Call,
  type HttpAnswer,
} from './query-protocol.ts';
import { dataChannels } from './private-network/data-channel.ts';
import type { Sessions } from './private-network/sessions.ts';
import { ecs } from './private-network/ecs-api.ts';
import { ssm } from './private-network/ssm-api.ts';
import { rds } from './rds-api.ts';
import { rdsChange } from './rds-changes.ts';
import { denied, JSON_1_1, throttled } from './refusals.ts';
import { claimedScope, verifyRequest, type SignedRequest } from './request-signature.ts';
import { ssoPage } from './sso-pages.ts';
import { denied as notAssigned, ssoCallOf, tooMany, type SsoCall } from './sso-protocol.ts';
import type { SsoService } from './sso-service.ts';
import { accountApi, dsqlApi, restCallOf } from './rest-services.ts';
import { sts } from './sts-api.ts';

/** One call that the server has seen. */
export interface SeenRequest extends CallFacts {
  readonly accessKeyId: string;
  /** HTTP status, or 0 for a connection dropped on purpose. */
  readonly status: number;
  /** AWS's error code, when there was one. */
  readonly error?: string;
  /** When it came in and when it was answered, in milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

/** AWS over HTTP on one loopback port. */
export interface AwsServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Does what a call over HTTP would, permissions included, for somebody who is known already. */
  readonly perform: (service: string, call: Call) => Answer;
  /** What IAM Identity Center was asked for, oldest first, with all that was in it. */
  readonly ssoCalls: readonly SsoCall[];
  readonly stop: () => Promise<void>;
}

/** Where the sandbox shows the MFA device of its user; AWS has no such page. */
export const MFA_PAGE = '/mfa';

/** What the server answers from. */
export interface AwsParts {
  readonly store: DatabaseStore;
  readonly directory: Directory;
  readonly faults: Faults;
  readonly sso: SsoService;
  /** Tokens that databases have refused, oldest first. */
  readonly authErrors: readonly AuthError[];
  readonly now: () => number;
  /** Session Manager's sessions. */
  readonly sessions: Sessions;
  /** Answers what is no call of AWS's: a request for this path. */
  readonly page?: { readonly path: string; readonly answer: (request: SignedRequest) => Promise<HttpAnswer> };
}

const MAX_BODY = 1_000_000;
const NO_ANSWER = undefined;
/**
 * Serves RDS, Aurora DSQL, STS, EC2, ECS, IAM, AWS Account, CloudWatch and its Logs, Session Manager, and IAM Identity Center with its pages, as one endpoint. The
 * service and the region are those of the request's credential scope, the account that of its access key.
 */
export async function startAwsServer(parts: AwsParts): Promise<AwsServer> {
  const requests: SeenRequest[] = [];
  const ssoCalls: SsoCall[] = [];
  let url = '';

  const answerSso = async (call: SsoCall): Promise<HttpAnswer | typeof NO_ANSWER> => {
    ssoCalls.push(call);
    const startedAt = Date.now();
    const account = call.query.get('account_id') ?? '';
    const facts = { account, region: '', action: call.action };
    for (const effect of parts.faults.meet(facts)) {
      if (effect.kind === 'latency') await delay(effect.ms, undefined, { ref: false });
      if (effect.kind === 'silence') await new Promise(() => undefined);
      if (effect.kind === 'drop') return NO_ANSWER;
      if (effect.kind === 'garbage') return CAPTIVE_PORTAL;
      if (effect.kind === 'throttle') return tooMany();
      if (effect.kind === 'deny') return notAssigned();
    }
    const said = parts.sso.answer(call);
    const { error } = said;
    requests.push({
      ...facts,
      accessKeyId: '',
      status: said.status,
      startedAt,
      endedAt: Date.now(),
      ...(error === undefined ? {} : { error }),
    });
    return said;
  };

  const answer = async (request: SignedRequest): Promise<HttpAnswer | typeof NO_ANSWER> => {
    if (parts.page !== undefined && request.target.split('?')[0] === parts.page.path) {
      return parts.page.answer(request);
    }
    if (request.method === 'GET' && request.target === MFA_PAGE) {
      return { status: 200, type: 'text/html', body: mfaPage(parts.directory.device, parts.now()) };
    }
    const ssoCall = ssoCallOf(request);
    if (ssoCall !== null) return answerSso(ssoCall);
    const signInPage = ssoPage(request, parts.sso);
    if (signInPage !== null) return signInPage;
    const claimed = claimedScope(request);
    const startedAt = Date.now();
    const rest = restCallOf(claimed.service, request, Buffer.from(request.body).toString('utf8'));
    const { action, params, json } = rest ?? readCall(request);
    const now = parts.now();
    const verified = verifyRequest(request, parts.directory.find, now);
    const identity = verified.ok ? verified.signer.identity : undefined;
    const facts = {
      account: identity?.account ?? '',
      region: claimed.region,
      action: actionName(claimed.service, action),
    };
    const seen = (status: number, error?: string): void =>
      void requests.push({
        ...facts,
        accessKeyId: identity?.accessKeyId ?? '',
        status,
        startedAt,
        endedAt: Date.now(),
        ...(error === undefined ? {} : { error }),
      });

    let said: Answer | undefined = verified.ok ? undefined : verified;
    const effects = parts.faults.meet(facts);
    for (const effect of effects) {
      if (effect.kind === 'latency') await delay(effect.ms, undefined, { ref: false });
      if (effect.kind === 'silence') await new Promise(() => undefined);
      if (effect.kind === 'drop') {
        seen(0);
        return NO_ANSWER;
      }
      const foreign = foreignAnswer(effect);
      if (foreign !== undefined) {
        seen(200);
        return foreign;
      }
      if (effect.kind === 'throttle') said = throttled(claimed.service);
      if (effect.kind === 'deny' && verified.ok)
        said ??= denied(claimed.service, facts, verified.signer.identity.arn);
    }
    if (said === undefined && verified.ok) {
      const call = { action, params, ...verified.signer, now, ...(json === undefined ? {} : { json }) };
      const isEndless = effects.some(({ kind }) => kind === 'endless');
      const answered = perform(parts, claimed.service, isEndless ? withoutMarker(call) : call, url);
      said = changedBy(effects, answered);
    }
    const finished = said ?? fail('InternalFailure', 'No answer', 500);
    const http =
      rest !== null
        ? toRestHttp(finished)
        : json === undefined
          ? toHttp(claimed.service, action, finished)
          : toJsonHttp(finished, JSON_1_1.has(claimed.service) ? '1.1' : '1.0');
    seen(http.status, said?.ok === false ? said.error.code : undefined);
    return effects.some(({ kind }) => kind === 'stall') ? { ...http, isStalled: true } : http;
  };

  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing, answer).catch(() => outgoing.destroy());
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', dataChannels(parts.sessions, parts.directory, parts.now));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  url = `http://127.0.0.1:${port}`;
  return {
    url,
    requests,
    perform: (service, call) => perform(parts, service, call, url),
    ssoCalls,
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
  outgoing.writeHead(http.status, { 'content-type': http.type, ...http.headers });
  if (http.isStalled === true) outgoing.write(http.body.slice(0, http.body.length / 2));
  else outgoing.end(http.body);
}

/** The action and what it is told, of either kind of protocol. */
function readCall({ headers, body }: SignedRequest): {
  readonly action: string;
  readonly params: ReadonlyMap<string, string>;
  readonly json?: unknown;
} {
  const text = Buffer.from(body).toString('utf8');
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { action: target.split('.').at(-1) ?? '', params: new Map(), json: parseJson(text) };
  }
  const params = new Map(new URLSearchParams(text));
  return { action: params.get('Action') ?? '', params };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An action as policies write it: they call CloudWatch by another name than signatures do. */
function actionName(service: string, action: string): string {
  return `${service === 'monitoring' ? 'cloudwatch' : service}:${action}`;
}

/**
 * Answers a call if its caller's policies allow it. STS decides by itself. What a policy allows on particular
 * resources only is refused here: calls are asked about as a whole.
 */
function perform(parts: AwsParts, service: string, call: Call, url: string): Answer {
  const action = actionName(service, call.action);
  if (service !== 'sts' && !call.identity.may(action, '*')) {
    const facts = { account: call.identity.account, region: call.region, action };
    return denied(service, facts, call.identity.arn);
  }
  const { store, directory, authErrors } = parts;
  switch (service) {
    case 'rds':
      return rdsChange(call, store) ?? rds(call, inPlace(store.all, placeOf(call)));
    case 'sts':
      return sts(call, directory);
    case 'ec2':
      return ec2(call, REGIONS, store.all);
    case 'dsql':
      return dsqlApi(call, store.all);
    case 'account':
      return accountApi(call, REGIONS);
    case 'iam':
      return iamApi(call, directory.iam);
    case 'logs':
      return logs(call, store.all, authErrors);
    case 'ecs':
      return ecs(call);
    case 'ssm':
      return ssm(call, parts.sessions, url);
    case 'monitoring':
      return cloudwatch(call, store.all, authErrors);
    default:
      return fail('InvalidAction', `The sandbox has no service ${service}.`);
  }
}

function placeOf({ identity, region }: Call): Place {
  return { account: identity.account, region };
}
