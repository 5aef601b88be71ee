import { fail, type Answer, type Call } from '../query-protocol.ts';
import type { XmlObject } from '../xml.ts';
import {
  addManaged,
  holderNamed,
  type Holder,
  type HolderKind,
  type IamAccounts,
  type ManagedPolicy,
} from './account.ts';
import { readDocument } from './document.ts';
import { encoded, holderXml, policyXml } from './shapes.ts';
import { simulateCustom, simulatePrincipal } from './simulate.ts';

/** How long inline policies of each kind may be together, without white space; managed ones by themselves. */
const MAX_INLINE: Record<HolderKind, number> = { Role: 10_240, User: 2_048, Group: 5_120 };
const MAX_MANAGED = 6_144;

/** Answers one IAM call, out of what IAM keeps of the caller's account. */
export function iamApi(call: Call, iam: IamAccounts): Answer {
  const { action } = call;
  if (action === 'SimulatePrincipalPolicy') return simulatePrincipal(call, iam);
  if (action === 'SimulateCustomPolicy') return simulateCustom(call);
  if (action === 'ListGroupsForUser') return withHolder(call, iam, 'User', (user) => groupsOf(iam, user));
  if (action === 'ListAccountAliases') {
    const alias = iam.aliases.get(call.identity.account);
    return said({ AccountAliases: { member: alias === undefined ? [] : [alias] }, IsTruncated: false });
  }
  const [, verb, kind] =
    /^(Get|ListAttached|List|Put|Delete|Attach|Detach)(Role|User|Group)(?:Policy|Policies)?$/.exec(action) ??
    [];
  if (kind === 'Role' || kind === 'User' || kind === 'Group') {
    const what = `${verb}${action.slice(`${verb}${kind}`.length)}`;
    return withHolder(call, iam, kind, (holder) => onHolder(what, call, iam, holder));
  }
  return onManaged(call, iam);
}

function withHolder(
  call: Call,
  iam: IamAccounts,
  kind: HolderKind,
  then: (holder: Holder) => Answer,
): Answer {
  // GetUser without a name is about the caller
  const name = call.params.get(`${kind}Name`) ?? call.identity.arn.split('/').at(-1) ?? '';
  const holder = holderNamed(iam, call.identity.account, kind, name);
  if (holder !== undefined) return then(holder);
  return fail('NoSuchEntity', `The ${kind.toLowerCase()} with name ${name} cannot be found.`, 404);
}

function onHolder(what: string, call: Call, iam: IamAccounts, holder: Holder): Answer {
  const { kind, inline, attached } = holder;
  const policyName = call.params.get('PolicyName') ?? '';
  const policyArn = call.params.get('PolicyArn') ?? '';
  const named = { [`${kind}Name`]: holder.name, PolicyName: policyName };
  const document = inline.get(policyName);
  switch (what) {
    case 'Get':
      return said({ [kind]: holderXml(holder) });
    case 'ListPolicies':
      return said({ PolicyNames: { member: [...inline.keys()] }, IsTruncated: false });
    case 'ListAttachedPolicies':
      return said({
        AttachedPolicies: {
          member: [...attached].map((arn) => ({
            PolicyName: iam.managed.get(arn)?.name,
            PolicyArn: arn,
          })),
        },
        IsTruncated: false,
      });
    case 'GetPolicy':
    case 'DeletePolicy':
      if (document === undefined) {
        const words = `The ${kind.toLowerCase()} policy with name ${policyName} cannot be found.`;
        return fail('NoSuchEntity', words, 404);
      }
      if (what === 'GetPolicy') return said({ ...named, PolicyDocument: encoded(document) });
      inline.delete(policyName);
      return said({});
    case 'PutPolicy':
      return putInline(call, holder);
    case 'AttachPolicy':
    case 'DetachPolicy':
      if (!iam.managed.has(policyArn)) return noSuchPolicy(policyArn);
      if (what === 'AttachPolicy') attached.add(policyArn);
      else attached.delete(policyArn);
      return said({});
    default:
      return unknownAction(call);
  }
}

function putInline({ params }: Call, { kind, name, inline }: Holder): Answer {
  const policyName = params.get('PolicyName') ?? '';
  const text = params.get('PolicyDocument') ?? '';
  if (!/^[\w+=,.@-]{1,128}$/.test(policyName)) {
    return fail(
      'ValidationError',
      `The specified value for policyName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
    );
  }
  const read = readDocument(text);
  if (!read.ok) return fail('MalformedPolicyDocument', read.message);
  const others = [...inline].filter(([other]) => other !== policyName).map(([, json]) => json);
  const size = [...others, text].map(sizeOf).reduce((sum, one) => sum + one, 0);
  if (size > MAX_INLINE[kind]) {
    const words = `Maximum policy size of ${MAX_INLINE[kind]} bytes exceeded for ${kind.toLowerCase()} ${name}`;
    return fail('LimitExceeded', words, 409);
  }
  inline.set(policyName, text);
  return said({});
}

function onManaged(call: Call, iam: IamAccounts): Answer {
  const { action, params, identity } = call;
  const arn = params.get('PolicyArn') ?? '';
  const policy = iam.managed.get(arn);
  const text = params.get('PolicyDocument') ?? '';
  const version = params.get('VersionId') ?? '';
  const isPut = action === 'CreatePolicy' || action === 'CreatePolicyVersion';
  const read = readDocument(text);
  if (isPut && !read.ok) return fail('MalformedPolicyDocument', read.message);
  if (isPut && sizeOf(text) > MAX_MANAGED) {
    return fail('LimitExceeded', `Cannot exceed quota for PolicySize: ${MAX_MANAGED}`, 409);
  }
  if (action === 'CreatePolicy') {
    const partition = identity.arn.split(':')[1] ?? 'aws';
    const name = `${params.get('Path') ?? '/'}${params.get('PolicyName') ?? ''}`;
    const made = `arn:${partition}:iam::${identity.account}:policy${name}`;
    if (iam.managed.has(made)) {
      const words = `A policy called ${params.get('PolicyName')} already exists. Duplicate names are not allowed.`;
      return fail('EntityAlreadyExists', words, 409);
    }
    return said({ Policy: policyXml(addManaged(iam, made, text), 0) });
  }
  if (!/^(?:Get|Create|List)Policy(?:Versions?)?$/.test(action)) return unknownAction(call);
  if (policy === undefined) return noSuchPolicy(arn);
  switch (action) {
    case 'GetPolicy':
      return said({ Policy: policyXml(policy, iam.holders.filter((one) => one.attached.has(arn)).length) });
    case 'GetPolicyVersion': {
      const json = policy.versions.get(version);
      if (json !== undefined) return said({ PolicyVersion: versionXml(policy, version, json) });
      const words = `Policy ${arn} version ${version} does not exist or is not attachable.`;
      return fail('NoSuchEntity', words, 404);
    }
    case 'ListPolicyVersions':
      return said({
        Versions: { member: [...policy.versions.keys()].map((id) => versionXml(policy, id)) },
        IsTruncated: false,
      });
    case 'CreatePolicyVersion': {
      const made = `v${policy.versions.size + 1}`;
      policy.versions.set(made, text);
      if (params.get('SetAsDefault') === 'true') policy.defaultVersion = made;
      return said({ PolicyVersion: versionXml(policy, made) });
    }
    default:
      return unknownAction(call);
  }
}

function versionXml({ defaultVersion }: ManagedPolicy, id: string, json?: string): XmlObject {
  return {
    Document: json === undefined ? undefined : encoded(json),
    VersionId: id,
    IsDefaultVersion: id === defaultVersion,
    CreateDate: new Date('2025-03-04T09:12:44Z'),
  };
}

function groupsOf(iam: IamAccounts, user: Holder): Answer {
  const groups = [...user.groups].flatMap((name) => holderNamed(iam, user.account, 'Group', name) ?? []);
  return said({ Groups: { member: groups.map(holderXml) }, IsTruncated: false });
}

/** A policy's size as IAM counts it: without white space. */
function sizeOf(json: string): number {
  return json.replaceAll(/\s/g, '').length;
}

function said(result: XmlObject): Answer {
  return { ok: true, result };
}

function noSuchPolicy(arn: string): Answer {
  return fail('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
}

function unknownAction({ action }: Call): Answer {
  return fail('InvalidAction', `Could not find operation ${action} for version 2010-05-08`);
}
