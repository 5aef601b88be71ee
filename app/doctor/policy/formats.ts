import { jsonString, plainJson, yamlString } from '../../common/text/literals.ts';
import { shellWord } from '../../common/text/shell.ts';
import type { PolicyDocument } from './document.ts';
import { principalInWords, type Principal } from './principal.ts';

/** A policy, and whom it is for. */
export interface PolicyOrder {
  /** How the policy is to be called; see {@link policyName}. */
  readonly name: string;
  readonly document: PolicyDocument;
  /** Null where it is not known who will have it. */
  readonly principal: Principal | null;
}

/**
 * A name that IAM takes, for a policy about this database and these users.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function policyName(database: string, users: readonly string[]): string {
  const words = ['rds-connect', database, ...(users.length === 1 ? users : [])];
  return words
    .join('-')
    .replaceAll(/[^\w+=,.@-]+/g, '-')
    .slice(0, 128);
}

/** The policy as IAM's console takes it. */
export function asJson({ document }: Pick<PolicyOrder, 'document'>): string {
  return plainJson(document);
}

/** The policy as Terraform, for version 1 and later. */
export function asTerraform({ name, document, principal }: PolicyOrder): string {
  const statements = document.Statement.map(
    ({ Effect, Action, Resource }) =>
      `  statement {\n    effect    = ${hclString(Effect)}\n    actions   = ${hclList(Action)}\n    resources = ${hclList(Resource)}\n  }\n`,
  );
  const data = `data "aws_iam_policy_document" "rds_connect" {\n${statements.join('')}}\n`;
  return `${data}\n${terraformResource(name, principal)}`;
}

function terraformResource(name: string, principal: Principal | null): string {
  const policy = 'data.aws_iam_policy_document.rds_connect.json';
  const attributes = (type: string, ...pairs: readonly (readonly [string, string])[]): string => {
    const width = Math.max(...pairs.map(([key]) => key.length));
    const lines = pairs.map(([key, value]) => `  ${key.padEnd(width)} = ${value}\n`);
    return `resource "${type}" "rds_connect" {\n${lines.join('')}}\n`;
  };
  switch (principal?.kind) {
    case 'role':
    case 'user':
      return attributes(
        `aws_iam_${principal.kind}_policy`,
        ['name', hclString(name)],
        [principal.kind, hclString(principal.name)],
        ['policy', policy],
      );
    default:
      return attributes('aws_iam_policy', ['name', hclString(name)], ['policy', policy]);
  }
}

/** A template of CloudFormation with the policy alone. */
export function asCloudFormation({ name, document, principal }: PolicyOrder): string {
  const to = principal?.kind === 'role' || principal?.kind === 'user' ? principal : null;
  const [type, nameKey] =
    to === null
      ? ['ManagedPolicy', 'ManagedPolicyName']
      : [to.kind === 'role' ? 'RolePolicy' : 'UserPolicy', 'PolicyName'];
  const lines = [
    'AWSTemplateFormatVersion: "2010-09-09"',
    'Resources:',
    '  RdsConnect:',
    `    Type: AWS::IAM::${type}`,
    '    Properties:',
    `      ${nameKey}: ${yamlString(name)}`,
    ...(to === null ? [] : [`      ${to.kind === 'role' ? 'RoleName' : 'UserName'}: ${yamlString(to.name)}`]),
    '      PolicyDocument:',
    `        Version: ${yamlString(document.Version ?? '')}`,
    '        Statement:',
    ...document.Statement.flatMap(({ Effect, Action, Resource }) => [
      `          - Effect: ${Effect}`,
      ...yamlList('Action', Action),
      ...yamlList('Resource', Resource),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * The command that an administrator runs, for a POSIX shell. What Identity Center manages is changed there, so
 * for its permission sets a managed policy is made that they can refer to.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html
 */
export function asCommand({ name, document, principal }: PolicyOrder): string {
  const policy = ['--policy-name', name, '--policy-document', onOneLine(document)];
  switch (principal?.kind) {
    case 'role':
    case 'user':
      return words(
        'aws',
        'iam',
        `put-${principal.kind}-policy`,
        `--${principal.kind}-name`,
        principal.name,
        ...policy,
      );
    default:
      return words('aws', 'iam', 'create-policy', ...policy);
  }
}

/** What a message to an administrator says besides the policy. */
export interface PolicyRequest extends PolicyOrder {
  readonly database: string;
  readonly region: string;
  readonly users: readonly string[];
  /** Why it is asked for, a sentence; empty where there is nothing to say. */
  readonly reason: string;
}

/** A message to an administrator, ready to be sent. */
export function asMessage(request: PolicyRequest): string {
  const { database, region, users, principal, reason } = request;
  const who = principal === null ? 'me' : `${principalInWords(principal)} in account ${principal.account}`;
  const as = users.length === 0 ? '' : ` as ${users.join(', ')}`;
  const how =
    principal?.kind === 'permission-set'
      ? 'Please add this to the permission set in IAM Identity Center, as its inline policy or as a customer managed policy of the account:'
      : 'Please add this policy:';
  return [
    `Please let ${who} log in to the database ${database} (${region})${as} with IAM authentication.`,
    ...(reason === '' ? [] : [reason]),
    `${how}\n\n${asJson(request)}`,
    `The same as a command:\n\n${asCommand(request)}`,
  ].join('\n\n');
}

/** A document as JSON without its line ends, which stand between its parts only. */
function onOneLine(document: PolicyDocument): string {
  return plainJson(document).replaceAll(/\n\s*/g, '');
}

function words(...parts: readonly string[]): string {
  return parts.map(shellWord).join(' ');
}

/**
 * A quoted string of HCL, in which `${` and `%{` would begin a template: the last sign before the brace is
 * doubled, and those before it are escaped, so that they do not count.
 * https://developer.hashicorp.com/terraform/language/expressions/strings
 */
function hclString(value: string): string {
  return jsonString(value).replaceAll(/(?:\$+|%+)(?=\{)/g, (signs) => {
    const sign = signs.slice(-1);
    const code = `\\u00${sign.charCodeAt(0).toString(16)}`;
    return `${code.repeat(signs.length - 1)}${sign}${sign}`;
  });
}

function hclList(values: string | readonly string[] = []): string {
  const [only, ...more] = [values].flat();
  if (only === undefined) return '[]';
  if (more.length === 0) return `[${hclString(only)}]`;
  return `[\n${[only, ...more].map((value) => `      ${hclString(value)},\n`).join('')}    ]`;
}

function yamlList(key: string, values: string | readonly string[] = []): string[] {
  return [`            ${key}:`, ...[values].flat().map((value) => `              - ${yamlString(value)}`)];
}
