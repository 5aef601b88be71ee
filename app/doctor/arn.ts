/** The six parts of an Amazon Resource Name. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** What follows the fifth colon, colons and slashes included. */
  readonly resource: string;
}

/**
 * Takes an ARN apart.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 *
 * @returns null for a text that has not six parts, or does not begin with `arn`
 */
export function parseArn(text: string): Arn | null {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || partition === undefined || service === undefined) return null;
  if (region === undefined || account === undefined || resource.length === 0) return null;
  return { partition, service, region, account, resource: resource.join(':') };
}
