import {
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  SimulatePrincipalPolicyCommand,
  type AttachedPolicy,
  type IAMClient,
} from '@aws-sdk/client-iam';
import type { IamReads, PolicyHolder } from '../../../app/doctor/aws/ports.ts';
import { observed } from './ask.ts';

/** @param signal ends every call */
export function iamReads(client: IAMClient, signal: AbortSignal): IamReads {
  const within = { abortSignal: signal };
  const role = async (RoleName: string) => (await client.send(new GetRoleCommand({ RoleName }), within)).Role;
  return {
    roleArn: (name) => observed('iam:GetRole', async () => given((await role(name))?.Arn)),
    boundaryArn: ({ kind, name }) =>
      observed(kind === 'user' ? 'iam:GetUser' : 'iam:GetRole', async () => {
        if (kind === 'group') return null;
        const holder =
          kind === 'role'
            ? await role(name)
            : (await client.send(new GetUserCommand({ UserName: name }), within)).User;
        return holder?.PermissionsBoundary?.PermissionsBoundaryArn ?? null;
      }),
    inlinePolicies: ({ kind, name }) =>
      observed(`iam:List${PART[kind]}Policies`, async () => {
        const list = {
          user: () => client.send(new ListUserPoliciesCommand({ UserName: name }), within),
          role: () => client.send(new ListRolePoliciesCommand({ RoleName: name }), within),
          group: () => client.send(new ListGroupPoliciesCommand({ GroupName: name }), within),
        };
        return (await list[kind]()).PolicyNames ?? [];
      }),
    inlinePolicy: ({ kind, name }, PolicyName) =>
      observed(`iam:Get${PART[kind]}Policy`, async () => {
        const get = {
          user: () => client.send(new GetUserPolicyCommand({ UserName: name, PolicyName }), within),
          role: () => client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }), within),
          group: () => client.send(new GetGroupPolicyCommand({ GroupName: name, PolicyName }), within),
        };
        return given((await get[kind]()).PolicyDocument);
      }),
    attachedPolicies: ({ kind, name }) =>
      observed(`iam:ListAttached${PART[kind]}Policies`, async () => {
        const list = {
          user: () => client.send(new ListAttachedUserPoliciesCommand({ UserName: name }), within),
          role: () => client.send(new ListAttachedRolePoliciesCommand({ RoleName: name }), within),
          group: () => client.send(new ListAttachedGroupPoliciesCommand({ GroupName: name }), within),
        };
        const attached: readonly AttachedPolicy[] = (await list[kind]()).AttachedPolicies ?? [];
        return attached.flatMap(({ PolicyArn }) => PolicyArn ?? []);
      }),
    managedPolicy: (PolicyArn) =>
      observed('iam:GetPolicyVersion', async () => {
        const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }), within);
        const ask = new GetPolicyVersionCommand({ PolicyArn, VersionId: given(Policy?.DefaultVersionId) });
        return given((await client.send(ask, within)).PolicyVersion?.Document);
      }),
    groupsOf: (UserName) =>
      observed('iam:ListGroupsForUser', async () => {
        const said = await client.send(new ListGroupsForUserCommand({ UserName }), within);
        return (said.Groups ?? []).flatMap(({ GroupName }) => GroupName ?? []);
      }),
    simulate: ({ principalArn, action, resource, withoutOrganization }) =>
      observed('iam:SimulatePrincipalPolicy', () =>
        client.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: principalArn,
            ActionNames: [action],
            ResourceArns: [resource],
            ...(withoutOrganization ? { PolicyExclusionList: [{ PolicyType: 'scp' }] } : {}),
          }),
          within,
        ),
      ),
  };
}

const PART: Record<PolicyHolder['kind'], string> = { user: 'User', role: 'Role', group: 'Group' };

/** What AWS must give; throws where it does not. */
function given(text: string | undefined): string {
  if (text === undefined) throw new Error('AWS left out what was asked for.');
  return text;
}
