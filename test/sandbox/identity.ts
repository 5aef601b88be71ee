/** Who signs: one access key as IAM or STS has issued it. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only keys from STS have one; it must then accompany every signature. */
  readonly sessionToken?: string;
  /** When STS keys stop working, in milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** Whether its session began with an MFA code (`aws:MultiFactorAuthPresent`). */
  readonly hasMfa?: boolean;
  /** 12 digits. */
  readonly account: string;
  /** The caller's ARN, as `sts:GetCallerIdentity` tells it. */
  readonly arn: string;
  /** The unique id beside the ARN, such as `AIDA…` or `AROA…:session-name`. */
  readonly userId: string;
  /** Whether IAM allows it an action on the exact ARN, now. */
  readonly may: (action: string, resource: string) => boolean;
}

/** The ARN that IAM checks for a connection to `resourceId` as `user`. */
export function connectResource(at: {
  readonly partition?: string;
  readonly region: string;
  readonly account: string;
  readonly resourceId: string;
  readonly user: string;
}): string {
  return `arn:${at.partition ?? 'aws'}:rds-db:${at.region}:${at.account}:dbuser:${at.resourceId}/${at.user}`;
}

/** The ARN that IAM checks for a connection to a cluster of Aurora DSQL, whoever the user is. */
export function clusterResource(at: {
  readonly partition?: string;
  readonly region: string;
  readonly account: string;
  readonly resourceId: string;
}): string {
  return `arn:${at.partition ?? 'aws'}:dsql:${at.region}:${at.account}:cluster/${at.resourceId}`;
}

/**
 * An identity's right to connect to whatever one of the patterns covers, and to do nothing else:
 * `arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/DB-USER` with `*` and `?` as IAM reads them.
 * Source: RDS User Guide, "Creating and using an IAM policy for IAM database access".
 */
export function mayConnect(patterns: readonly string[]): Identity['may'] {
  return (action, resource) => action === 'rds-db:connect' && allows(patterns, resource);
}

/** Whether one of the patterns covers the resource; case counts, as it does for IAM resources. */
export function allows(patterns: readonly string[], resource: string): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    return new RegExp(`^${source}$`, 's').test(resource);
  });
}
