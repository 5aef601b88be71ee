/** Who signs: one access key as IAM or STS has issued it. */
export interface Identity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only keys from STS have one; it must then accompany every signature. */
  readonly sessionToken?: string;
  /** When STS keys stop working, in milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** 12 digits. */
  readonly account: string;
  /** The caller's ARN, as `sts:GetCallerIdentity` tells it. */
  readonly arn: string;
  /** The unique id beside the ARN, such as `AIDA…` or `AROA…:session-name`. */
  readonly userId: string;
  /**
   * Resources that it may `rds-db:connect` to, each
   * `arn:aws:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/DB-USER` with `*` and `?` as IAM reads them.
   * Source: RDS User Guide, "Creating and using an IAM policy for IAM database access".
   */
  readonly connect: readonly string[];
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
