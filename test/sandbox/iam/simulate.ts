import { fail, type Answer, type Call } from '../query-protocol.ts';
import type { XmlObject } from '../xml.ts';
import { policiesOf, principalContext, type Holder, type IamAccounts } from './account.ts';
import { readDocument } from './document.ts';
import { evaluate, type Decision, type Evaluation, type Policies } from './evaluate.ts';
import type { Context } from './pattern.ts';

/** ARN templates of the actions that are simulated here, as the service authorization reference has them. */
const TEMPLATES: Readonly<Record<string, string>> = {
  'rds-db:connect': 'arn:${Partition}:rds-db:${Region}:${Account}:dbuser:${DbiResourceId}/${DbUserName}',
  'dsql:DbConnect': 'arn:${Partition}:dsql:${Region}:${Account}:cluster/${Identifier}',
  'dsql:DbConnectAdmin': 'arn:${Partition}:dsql:${Region}:${Account}:cluster/${Identifier}',
};

/** Answers SimulatePrincipalPolicy: the simulator of after 2026-07, which decides for each resource. */
export function simulatePrincipal(call: Call, iam: IamAccounts): Answer {
  const source = call.params.get('PolicySourceArn') ?? '';
  if (!/^arn:[^:]+:iam::\d{12}:(?:user|role|group)\/.+$/.test(source)) {
    const words = `Invalid Entity Arn: ${source} does not clearly define entity type and name.`;
    return fail('InvalidInput', words);
  }
  const holder = iam.holders.find(({ arn }) => arn === source);
  if (holder === undefined || holder.account !== call.identity.account) {
    return fail('NoSuchEntity', `The ${wordFor(source)} with ARN ${source} cannot be found.`, 404);
  }
  return simulate(call, withInput(call, policiesOf(iam, holder)), principalContext(holder, holder.id));
}

/** Answers SimulateCustomPolicy: only of the policies that are sent along. */
export function simulateCustom(call: Call): Answer {
  const none: Policies = { own: [], boundary: null, organization: null, session: null };
  return simulate(call, withInput(call, none), new Map());
}

/** Somebody's policies, with those that the call brings and without those that it leaves out. */
function withInput(call: Call, policies: Policies): Policies | Answer {
  const excluded = listOf(call.params, 'PolicyExclusionList', '.PolicyType');
  const own = [...policies.own];
  for (const [index, text] of listOf(call.params, 'PolicyInputList').entries()) {
    const read = readDocument(text);
    if (!read.ok) return fail('InvalidInput', read.message);
    own.push({ id: `PolicyInputList.${index + 1}`, document: read.document });
  }
  let { boundary } = policies;
  for (const text of listOf(call.params, 'PermissionsBoundaryPolicyInputList')) {
    const read = readDocument(text);
    if (!read.ok) return fail('InvalidInput', read.message);
    boundary = read.document;
  }
  return {
    ...policies,
    own: excluded.includes('inline') ? own.filter(({ id }) => !/^(?:role|user|group)_/.test(id)) : own,
    boundary: excluded.includes('permission-boundary') ? null : boundary,
    organization: excluded.includes('scp') ? null : policies.organization,
  };
}

function simulate(call: Call, policies: Policies | Answer, known: Context): Answer {
  if ('ok' in policies) return policies;
  const actions = listOf(call.params, 'ActionNames');
  if (actions.length === 0) return fail('ValidationError', 'ActionNames must have at least one member.');
  const resources = listOf(call.params, 'ResourceArns');
  if (resources.some((one) => one !== '*' && /[*?]/.test(one))) {
    return fail('InvalidInput', 'Invalid input: resource ARNs must not have wildcards.');
  }
  const context = new Map([...known, ...contextEntries(call.params)]);
  const results = actions.map((action) =>
    resultOf(
      action,
      (resources.length === 0 ? ['*'] : resources).map((resource) => ({
        resource,
        evaluation: evaluate(policies, { action, resource, context }),
      })),
    ),
  );
  return { ok: true, result: { EvaluationResults: { member: results }, IsTruncated: false } };
}

interface OnResource {
  readonly resource: string;
  readonly evaluation: Evaluation;
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EvaluationResult.html */
function resultOf(action: string, on: readonly OnResource[]): XmlObject {
  const decisions = on.map(({ evaluation }) => evaluation.decision);
  const worst = (['explicitDeny', 'implicitDeny', 'allowed'] as const).find((one) => decisions.includes(one));
  const isForAll = on.every(({ resource }) => resource === '*');
  const [first] = on;
  return {
    EvalActionName: action,
    EvalResourceName: isForAll ? '*' : (TEMPLATES[action] ?? '*'),
    EvalDecision: worst,
    MatchedStatements: { member: on.flatMap(({ evaluation }) => statementsOf(evaluation)) },
    MissingContextValues: { member: [...new Set(on.flatMap(({ evaluation }) => evaluation.missing))] },
    ...(first === undefined ? {} : detailsOf(first.evaluation)),
    ...(isForAll
      ? {}
      : {
          EvalDecisionDetails: '',
          ResourceSpecificResults: {
            member: on.map(({ resource, evaluation }) => ({
              EvalResourceName: resource,
              EvalResourceDecision: evaluation.decision satisfies Decision,
              MatchedStatements: { member: statementsOf(evaluation) },
              MissingContextValues: { member: evaluation.missing },
              ...boundaryOf(evaluation),
            })),
          },
        }),
  };
}

function detailsOf(evaluation: Evaluation): XmlObject {
  const { allowedByOrganization } = evaluation;
  return {
    ...(allowedByOrganization === null
      ? {}
      : { OrganizationsDecisionDetail: { AllowedByOrganizations: allowedByOrganization } }),
    ...boundaryOf(evaluation),
  };
}

function boundaryOf({ allowedByBoundary }: Evaluation): XmlObject {
  return allowedByBoundary === null
    ? {}
    : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: allowedByBoundary } };
}

function statementsOf({ matched }: Evaluation): XmlObject[] {
  return matched.map(({ id }) => ({ SourcePolicyId: id, SourcePolicyType: 'IAM Policy' }));
}

/** The members of a list, in their order. */
function listOf(params: ReadonlyMap<string, string>, name: string, field = ''): string[] {
  return [...params]
    .flatMap(([key, value]) => {
      const number = key.startsWith(`${name}.member.`) ? key.slice(`${name}.member.`.length) : '';
      const [, index] = new RegExp(`^(\\d+)${field.replace('.', '\\.')}$`).exec(number) ?? [];
      return index === undefined ? [] : [{ index: Number(index), value }];
    })
    .toSorted((a, b) => a.index - b.index)
    .map(({ value }) => value);
}

function contextEntries(params: ReadonlyMap<string, string>): [string, readonly string[]][] {
  const names = listOf(params, 'ContextEntries', '.ContextKeyName');
  return names.map((name, index) => [
    name.toLowerCase(),
    listOf(params, `ContextEntries.member.${index + 1}.ContextKeyValues`),
  ]);
}

function wordFor(arn: string): Lowercase<Holder['kind']> {
  return arn.includes(':user/') ? 'user' : arn.includes(':group/') ? 'group' : 'role';
}
