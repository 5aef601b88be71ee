import { createServer } from 'node:http';
import { STSClient } from '@aws-sdk/client-sts';

/** What the stub says; `silent` says nothing. */
export type StsAnswer =
  | { readonly kind: 'known'; readonly arn: string; readonly account: string }
  | { readonly kind: 'error'; readonly status: number; readonly code: string; readonly message: string }
  | { readonly kind: 'garbage' | 'silent' };

/** STS over HTTP, with a clock of its own. */
export interface StubSts {
  /** A client of its own, as the doctor gets one for each question. */
  readonly client: () => STSClient;
  /** How far its clock is ahead, in milliseconds. */
  offsetMs: number;
  /** Answers, the last again and again. */
  answers: readonly StsAnswer[];
  /** Dates of the requests' signatures. */
  readonly signed: readonly string[];
  /** Connections that are open. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts it. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export async function startStubSts(): Promise<StubSts> {
  const signed: string[] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    signed.push(String(request.headers['x-amz-date']));
    request.resume();
    const [answer, ...more] = stub.answers;
    if (more.length > 0) stub.answers = more;
    const date = new Date(Date.now() + stub.offsetMs).toUTCString();
    response.sendDate = false;
    response.setHeader('date', date);
    response.setHeader('content-type', 'text/xml');
    switch (answer?.kind) {
      case 'known':
        response.end(
          `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${answer.arn}</Arn><UserId>U</UserId><Account>${answer.account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
        );
        break;
      case 'error':
        response.statusCode = answer.status;
        response.end(
          `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${answer.code}</Code><Message>${answer.message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
        );
        break;
      case 'garbage':
        response.end('<html><body>captive portal');
        break;
      default:
    }
  });
  server.on('connection', (socket) => {
    sockets += 1;
    socket.once('close', () => (sockets -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stub: StubSts = {
    client: () =>
      new STSClient({
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
        maxAttempts: 2,
      }),
    offsetMs: 0,
    answers: [],
    signed,
    open: () => sockets,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return stub;
}
