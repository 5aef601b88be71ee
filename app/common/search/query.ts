import { wordsIn } from './phrase.ts';

/** More words than anybody types; the rest of what was pasted is left out. */
const MAX_WORDS = 16;
const MAX_QUERY = 1_024;

/** One word of what was typed. */
export interface QueryWord {
  /** Its letters and digits without what separates them: `billing_audit` is billingaudit. */
  readonly joined: string;
  /** What the separators leave: billing, audit. */
  readonly parts: readonly string[];
}

/**
 * The words of what was typed or pasted; every one must be found. Of a URL its host and port count, of an ARN its region,
 * account and resource.
 */
export function wordsOf(query: string): readonly QueryWord[] {
  return query
    .slice(0, MAX_QUERY)
    .split(/\s+/)
    .flatMap((chunk) => partsOfArn(chunk) ?? [addressIn(chunk)])
    .flatMap((chunk) => {
      const parts = wordsIn(chunk);
      return parts.length === 0 ? [] : [{ joined: parts.join(''), parts }];
    })
    .slice(0, MAX_WORDS);
}

/** Each part of each word as a word of its own: what is looked for where the words as they stand find nothing. */
export function partsOf(words: readonly QueryWord[]): readonly QueryWord[] {
  return words
    .flatMap(({ parts }) => parts.map((part) => ({ joined: part, parts: [part] })))
    .slice(0, MAX_WORDS);
}

const url = /^(?:[a-z][a-z0-9+.-]*:)+(?:\/\/|@)(?:.*@)?([^/?#;,:@]+(?::\d+)?)/i;
const hostWithPath = /^([a-z0-9-]+(?:\.[a-z0-9-]+)+\.?(?::\d+)?)[/?]/i;

/** `host:port` of a URL (JDBC's, too) or of an address with a path; any other text as it is. */
function addressIn(chunk: string): string {
  const [beforeQuery = ''] = chunk.split('?');
  return url.exec(beforeQuery)?.[1] ?? hostWithPath.exec(chunk)?.[1] ?? chunk;
}

/**
 * `arn:PARTITION:SERVICE:REGION:ACCOUNT:…`, where RDS ends in `TYPE:NAME`, IAM database authentication in
 * `dbuser:RESOURCE-ID/USER`, and Aurora DSQL in `cluster/ID`. A star is any.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
function partsOfArn(chunk: string): readonly string[] | null {
  const [arn, , service, region = '', account = '', ...resource] = chunk.split(':');
  if (arn?.toLowerCase() !== 'arn' || service === undefined) return null;
  const [first = '', second] = (resource.at(-1) ?? '').split('/');
  const name = service === 'rds-db' ? first : (second ?? first);
  // the type of what an unfinished ARN will name
  const isTyped = resource.length > 1 || second !== undefined;
  return [region, account, isTyped ? name : ''].filter((part) => part !== '' && !part.includes('*'));
}
