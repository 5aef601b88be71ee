import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { regionPlaces } from '../../app/endpoints/names.ts';

/** How big the company is: 680 scopes, as forty accounts in seventeen regions have. */
const PROFILES = 40;
const REGIONS = Object.keys(regionPlaces)
  .filter((region) => /^(us|eu|ap|ca|sa)-(?!gov)/.test(region))
  .slice(0, 17);
const PAGE = 100;

const subjects = 'orders billing payments catalog inventory search sessions ledger reviews customers'.split(
  ' ',
);
const parts = 'api core archive audit events reports cache jobs index history'.split(' ');
const environments = ['prod', 'staging', 'dev'];

/** AWS with as many databases as one asks for, which answers after a while. */
export interface ManyDatabases {
  readonly env: Readonly<Record<string, string>>;
  readonly regions: readonly string[];
  /** How long each answer takes from now on, in milliseconds. */
  readonly answerAfter: (ms: number) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts it. Its answers have the shape of AWS's and nothing else of a sandbox: what is measured is the list.
 *
 * @param count databases, spread over the scopes
 */
export async function startManyDatabases(count: number, folder: string): Promise<ManyDatabases> {
  let latency = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      setTimeout(() => answer(request, response, body, count), latency);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const env = await writeFiles(folder, `http://127.0.0.1:${port}`);
  return {
    env,
    regions: REGIONS,
    answerAfter(ms) {
      latency = ms;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function writeFiles(folder: string, url: string): Promise<Readonly<Record<string, string>>> {
  await mkdir(folder, { recursive: true });
  const names = Array.from({ length: PROFILES }, (_, n) => `account-${String(n).padStart(2, '0')}`);
  const config = names.map((name) => `[profile ${name}]\nregion = ${REGIONS[0]}\nendpoint_url = ${url}\n`);
  const keys = names.map(
    (name, n) =>
      `[${name}]\naws_access_key_id = AKIA${String(n).padStart(16, '0')}\naws_secret_access_key = benchmark\n`,
  );
  const files = { config: join(folder, 'config'), credentials: join(folder, 'credentials') };
  await writeFile(files.config, config.join('\n'), { mode: 0o600 });
  await writeFile(files.credentials, keys.join('\n'), { mode: 0o600 });
  return {
    AWS_CONFIG_FILE: files.config,
    AWS_SHARED_CREDENTIALS_FILE: files.credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
    LATCHKEY_SSO_CACHE: join(folder, 'sso'),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) body += String(chunk);
  return body;
}

function answer(request: IncomingMessage, response: ServerResponse, body: string, count: number): void {
  const [, key = '', , region = ''] =
    /Credential=AKIA(\d+)\/(\d+)\/([a-z0-9-]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? '';
  const send = (status: number, type: string, text: string): void => {
    response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'bench' }).end(text);
  };
  if (action === '') return send(200, 'application/json', '{"clusters":[]}');
  if (action === 'GetCallerIdentity') {
    const account = accountOf(Number(key));
    const fields = `<Arn>arn:aws:iam::${account}:user/bench</Arn><UserId>AIDABENCH</UserId><Account>${account}</Account>`;
    return send(200, 'text/xml', wrapped(action, fields, 'https://sts.amazonaws.com/doc/2011-06-15/'));
  }
  if (action !== 'DescribeDBInstances') return send(200, 'text/xml', wrapped(action, '', RDS));
  const scope = Number(key) * REGIONS.length + REGIONS.indexOf(region);
  const from = Number(form.get('Marker') ?? 0);
  const size = sizeOf(scope, count);
  const to = Math.min(size, from + PAGE);
  let instances = '';
  for (let n = from; n < to; n += 1) instances += instanceXml(scope * 1_000 + n, Number(key), region);
  const marker = to < size ? `<Marker>${to}</Marker>` : '';
  send(200, 'text/xml', wrapped(action, `<DBInstances>${instances}</DBInstances>${marker}`, RDS));
}

const RDS = 'http://rds.amazonaws.com/doc/2014-10-31/';

function wrapped(action: string, content: string, namespace: string): string {
  return `<${action}Response xmlns="${namespace}"><${action}Result>${content}</${action}Result></${action}Response>`;
}

function sizeOf(scope: number, count: number): number {
  const scopes = PROFILES * REGIONS.length;
  return Math.floor(count / scopes) + (scope < count % scopes ? 1 : 0);
}

function accountOf(profile: number): string {
  return String(400_000_000_000 + profile * 1_234_567);
}

function instanceXml(n: number, profile: number, region: string): string {
  const name = `${subjects[n % 10]}-${parts[Math.floor(n / 10) % 10]}-${environments[n % 3]}-${n}`;
  const engine = n % 3 === 1 ? 'mysql' : 'postgres';
  const port = engine === 'mysql' ? 3306 : 5432;
  return (
    `<DBInstance><DBInstanceIdentifier>${name}</DBInstanceIdentifier>` +
    `<DBInstanceArn>arn:aws:rds:${region}:${accountOf(profile)}:db:${name}</DBInstanceArn>` +
    `<DbiResourceId>db-${(n * 7_919).toString(36).toUpperCase().padStart(26, 'Q')}</DbiResourceId>` +
    `<Engine>${engine}</Engine><EngineVersion>${engine === 'mysql' ? '8.4.3' : '16.6'}</EngineVersion>` +
    '<DBInstanceClass>db.r7g.large</DBInstanceClass><DBInstanceStatus>available</DBInstanceStatus>' +
    `<Endpoint><Address>${name}.c${String(profile).padStart(11, 'x')}.${region}.rds.amazonaws.com</Address><Port>${port}</Port></Endpoint>` +
    '<IAMDatabaseAuthenticationEnabled>true</IAMDatabaseAuthenticationEnabled>' +
    `<TagList><Tag><Key>team</Key><Value>team-${n % 40}</Value></Tag></TagList></DBInstance>`
  );
}
