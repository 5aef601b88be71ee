import type { XmlObject } from '../xml.ts';
import type { Holder, ManagedPolicy } from './account.ts';

/**
 * The element names of IAM's answers, as the service model of 2010-05-08 has them. Everything was made on the same day.
 */
const CREATED = new Date('2025-03-04T09:12:44Z');

/** A policy as IAM puts it into XML: percent-encoded by RFC 3986. */
export function encoded(json: string): string {
  return encodeURIComponent(json).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `Role`, `User` or `Group`. */
export function holderXml({ kind, name, path, id, arn, account, boundary, tags }: Holder): XmlObject {
  const partition = arn.split(':')[1] ?? 'aws';
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:${partition}:iam::${account}:root` },
        Action: 'sts:AssumeRole',
      },
    ],
  };
  return {
    Path: path,
    [`${kind}Name`]: name,
    [`${kind}Id`]: id,
    Arn: arn,
    CreateDate: CREATED,
    ...(kind === 'Role'
      ? { AssumeRolePolicyDocument: encoded(JSON.stringify(trust)), MaxSessionDuration: 3600 }
      : {}),
    ...(boundary === null
      ? {}
      : {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'Policy',
            PermissionsBoundaryArn: boundary,
          },
        }),
    ...(tags.size === 0 ? {} : { Tags: { member: [...tags].map(([Key, Value]) => ({ Key, Value })) } }),
  };
}

/** `Policy`, a managed one. @param attachments to how many it is attached */
export function policyXml(policy: ManagedPolicy, attachments: number): XmlObject {
  const { name, id, arn, path, defaultVersion } = policy;
  return {
    PolicyName: name,
    PolicyId: id,
    Arn: arn,
    Path: path,
    DefaultVersionId: defaultVersion,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: CREATED,
    UpdateDate: CREATED,
  };
}
