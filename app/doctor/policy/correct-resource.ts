import { readMeantResource, type MeantResource } from './connect-arn.ts';
import type { Correction, FindingCode, PolicyTarget } from './correction.ts';
import { connectArn, literalUser } from './database.ts';
import { hasWildcard, matches } from './matching.ts';

/** A resource as it should be, and why it was not. */
export interface CorrectedResource {
  readonly text: string;
  readonly corrections: readonly Correction[];
}

/**
 * Corrects a resource that means the target but does not say so. What was without effect never comes to let
 * anybody connect to more than the target: wildcards in it are narrowed.
 */
export function correctResource(written: string, target: PolicyTarget): CorrectedResource {
  const text = written.replaceAll(/(?<!\$)\{(?=aws:)/g, '${');
  const variable: Wrong[] =
    text === written ? [] : [['variable', 'A variable is written with a dollar sign before its brace.']];
  if (text === '*') return { text, corrections: wildcards(text, '*', '*') };
  const meant = readMeantResource(text);
  if (meant === null) return { text: written, corrections: [] };
  if (!meansTarget(meant, target)) return ofAnother(written, text, meant, variable);
  const wrong = [...variable, ...whatIsWrong(meant, target)];
  if (wrong.length === 0) return { text, corrections: wildcards(text, meant.id, meant.user ?? '') };
  const after = connectArn(target.database, userOf(meant, target));
  return {
    text: after,
    corrections: wrong.map(([code, message]) => ({ code, before: written, after, message })),
  };
}

type Wrong = readonly [code: FindingCode, message: string];

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

function meansTarget({ id, isWellFormed, service }: MeantResource, target: PolicyTarget): boolean {
  const { names, instanceIds, formerIds, database } = target;
  if (hasWildcard(id))
    return !isWellFormed || service !== 'rds-db' || matches(id, database.resourceId) === true;
  return [database.resourceId, ...names, ...instanceIds, ...formerIds].some((name) => same(name, id));
}

/** What is wrong with a resource that means the target, the worst first. */
function whatIsWrong(meant: MeantResource, target: PolicyTarget): readonly Wrong[] {
  const { id, user, service, isWellFormed, isNested } = meant;
  const { database, dbUser } = target;
  const { resourceId } = database;
  const wrong: Wrong[] = [];
  if (service !== 'rds-db') {
    wrong.push(['service', 'Resources of rds-db:connect begin with arn:…:rds-db, not with arn:…:rds.']);
  }
  if (isNested) wrong.push(['nested-arn', 'A whole ARN stands where the resource ID belongs.']);
  else if (!isWellFormed && user !== null) {
    wrong.push([
      'form',
      'The form is dbuser:RESOURCE-ID/USER: a colon after dbuser, a slash before the user.',
    ]);
  }
  if (id !== resourceId && !hasWildcard(id)) wrong.push(wrongId(id, target));
  const isIneffective = wrong.length > 0;
  for (const part of ['partition', 'region', 'account'] as const) {
    const isThere = matches(meant[part], database[part]) !== false;
    // with a wildcard for the database, another place may be meant
    if (isThere || (hasWildcard(id) && !isIneffective)) continue;
    wrong.push([part, `This database is in ${part} ${database[part]}, not in ${meant[part] || 'none'}.`]);
  }
  if (user === null || user === '') wrong.push(['user-missing', 'It names no database user.']);
  else if (user.includes('@') && same(user.replace(/@[^@]*$/, ''), dbUser)) {
    wrong.push(['user-host', 'A policy names the user alone, without the host that MySQL keeps with it.']);
  } else if (user !== dbUser && same(user, dbUser)) {
    wrong.push(['user-case', 'Capital and small letters of the user count.']);
  }
  return wrong;
}

function wrongId(id: string, { database, instanceIds, formerIds }: PolicyTarget): Wrong {
  const { resourceId } = database;
  if (same(id, resourceId)) return ['id-case', 'Capital and small letters of the resource ID count.'];
  if (instanceIds.includes(id)) {
    return ['instance-for-cluster', 'It names an instance. In a cluster, a policy names the cluster.'];
  }
  if (formerIds.includes(id)) {
    return ['former-id', 'It names the resource ID that this database had before it was replaced.'];
  }
  return ['name', `${id} is a name. A policy names the resource ID, here ${resourceId}.`];
}

/** The user of a corrected resource: who was named, or the target's where that was nobody or a wildcard. */
function userOf({ user }: MeantResource, { dbUser }: PolicyTarget): string {
  const named = user?.replace(/@[^@]*$/, '') ?? '';
  const isTarget = named === '' || hasWildcard(named) || same(named, dbUser) || same(user ?? '', dbUser);
  return isTarget ? literalUser(dbUser) : (user ?? '');
}

/** A resource about some other database: its form is corrected where that is sure to be meant. */
function ofAnother(
  written: string,
  text: string,
  meant: MeantResource,
  variable: readonly Wrong[],
): CorrectedResource {
  const { partition, region, account, id, user, service, isWellFormed } = meant;
  if (!/^(?:db|cluster|prx)-[A-Za-z0-9]+$/.test(id)) {
    if (hasWildcard(id) || id === '') return { text: written, corrections: [] };
    const message = `${id} is not a resource ID. aws rds describe-db-instances shows it as DbiResourceId, describe-db-clusters as DbClusterResourceId.`;
    return { text: written, corrections: [{ code: 'name', before: written, after: null, message }] };
  }
  const wrong = [...variable];
  if (service !== 'rds-db') wrong.push(['service', 'Resources of rds-db:connect begin with arn:…:rds-db.']);
  if (!isWellFormed) wrong.push(['form', 'The form is dbuser:RESOURCE-ID/USER.']);
  if (wrong.length === 0) return { text, corrections: [] };
  const isSure = user !== null && user !== '' && ![user, region, account].some(hasWildcard);
  const after = isSure ? `arn:${partition}:rds-db:${region}:${account}:dbuser:${id}/${user}` : null;
  return {
    text: after ?? written,
    corrections: wrong.map(([code, message]) => ({ code, before: written, after, message })),
  };
}

/** What is right, and more than is needed. */
function wildcards(text: string, id: string, user: string): readonly Correction[] {
  const found: Correction[] = [];
  const add = (code: FindingCode, message: string): void =>
    void found.push({ code, before: text, after: null, message });
  if (hasWildcard(user)) add('wildcard-user', 'This lets the identity be anyone whom the wildcard covers.');
  if (hasWildcard(id)) add('wildcard-database', 'This is for every database whom the wildcard covers.');
  return found;
}
