/** What somebody meant by a resource of `rds-db:connect`, right or wrong; nothing of it is checked. */
export interface MeantResource {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Resource ID, name or host. */
  readonly id: string;
  /** Null where no user is named. */
  readonly user: string | null;
  /** Whether a whole ARN stands in the place of the ID. */
  readonly isNested: boolean;
  /** Whether it is written as AWS wants it, but for its service: `dbuser:ID/USER`. */
  readonly isWellFormed: boolean;
}

const ARN =
  /^arn:(?<partition>[^:]*):(?<service>rds-db|rds):(?<region>[^:]*):(?<account>[^:]*):(?<rest>.*)$/s;
const WORD =
  /^(?:dbuser|db-user|user|db-proxy-endpoint|db-proxy|proxy|cluster-endpoint|cluster|db)[:/](?<named>.*)$/s;
const NESTED = /^arn:[^:]*:rds(?:-db)?:[^:]*:[^:]*:[a-z-]+:(?<named>.*)$/s;

/** Reads a resource as people write them: see the forms in the tests. Null for one of another service. */
export function readMeantResource(text: string): MeantResource | null {
  const arn = ARN.exec(text)?.groups;
  if (arn === undefined) return null;
  const { partition = '', service = '', region = '', account = '', rest = '' } = arn;
  const inWord = WORD.exec(rest)?.groups?.['named'] ?? rest;
  const nested = NESTED.exec(inWord)?.groups?.['named'];
  const [, id = '', user = null] = /^([^:/]*)(?:[:/](.*))?$/s.exec(nested ?? inWord) ?? [];
  return {
    partition,
    service,
    region,
    account,
    id,
    user,
    isNested: nested !== undefined,
    isWellFormed: user !== null && rest === `dbuser:${id}/${user}`,
  };
}
