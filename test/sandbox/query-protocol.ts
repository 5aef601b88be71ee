import { randomUUID } from 'node:crypto';
import type { Identity } from './identity.ts';
import { type XmlObject, type XmlValue, xml } from './xml.ts';

/** One authenticated call of an action. */
export interface Call {
  readonly action: string;
  readonly params: ReadonlyMap<string, string>;
  /** What a call of AWS's JSON protocols asks; those have no parameters. */
  readonly json?: unknown;
  readonly identity: Identity;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** An error as AWS names it, with its HTTP status. */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
}

/** What an action answers: its result, or an error. */
export type Answer =
  { readonly ok: true; readonly result: XmlObject } | { readonly ok: false; readonly error: ApiError };

/** A finished HTTP answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** Beside `content-type`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Only the first half is sent, and then nothing. */
  readonly isStalled?: boolean;
}

const namespaces: Readonly<Record<string, string>> = {
  rds: 'http://rds.amazonaws.com/doc/2014-10-31/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
};

/** Refuses a call with an error. */
export function fail(code: string, message: string, status = 400): Answer {
  return { ok: false, error: { code, message, status } };
}

/**
 * Puts an answer into XML. RDS, STS, IAM and CloudWatch wrap the result and end with ResponseMetadata; EC2 does neither and
 * has an error document of its own. Source: "AWS Query protocol" and "Amazon EC2 query protocol" in Smithy
 * 2.0's specification.
 */
export function toHttp(service: string, action: string, answer: Answer): HttpAnswer {
  const requestId = randomUUID();
  const namespace = namespaces[service];
  const type = 'text/xml;charset=UTF-8';
  const prologue = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!answer.ok) {
    const { code, message, status } = answer.error;
    const body =
      service === 'ec2'
        ? xml('Response', {
            Errors: { Error: { Code: code, Message: message } },
            RequestID: requestId,
          })
        : xml(
            'ErrorResponse',
            {
              Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
              RequestId: requestId,
            },
            namespace,
          );
    return { status, type, body: prologue + body };
  }
  const content: XmlObject =
    service === 'ec2'
      ? { requestId, ...answer.result }
      : { [`${action}Result`]: answer.result, ResponseMetadata: { RequestId: requestId } };
  return { status: 200, type, body: prologue + xml(`${action}Response`, content, namespace) };
}

/**
 * Puts an answer into JSON, with times in seconds. Source: "AWS JSON 1.0 and 1.1 protocols" in Smithy 2.0's
 * specification.
 *
 * @param version of the protocol
 */
export function toJsonHttp(answer: Answer, version: '1.0' | '1.1'): HttpAnswer {
  const type = `application/x-amz-json-${version}`;
  if (answer.ok) return { status: 200, type, body: JSON.stringify(inSeconds(answer.result)) };
  const { code, message, status } = answer.error;
  return { status, type, body: JSON.stringify({ __type: code, message }) };
}

/**
 * Puts an answer into the JSON of AWS's REST protocol, whose errors are named in a header. Source: "AWS restJson1
 * protocol" in Smithy 2.0's specification.
 */
export function toRestHttp(answer: Answer): HttpAnswer {
  const type = 'application/json';
  if (answer.ok) return { status: 200, type, body: JSON.stringify(inSeconds(answer.result)) };
  const { code, message, status } = answer.error;
  return { status, type, body: JSON.stringify({ message }), headers: { 'x-amzn-errortype': code } };
}

function inSeconds(value: XmlValue): unknown {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inSeconds(inner)]));
}
