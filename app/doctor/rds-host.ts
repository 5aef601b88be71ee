/** What a host name of AWS says. */
export interface RdsHost {
  readonly region: string;
  readonly service: 'rds' | 'dsql';
}

const REGION = '[a-z]{2,8}(?:-[a-z]{1,10}){1,4}-\\d{1,2}';
const SUFFIX =
  '(?:amazonaws\\.com(?:\\.cn)?|amazonaws\\.eu|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)';
const RDS = new RegExp(`\\.(?:(${REGION})\\.rds|rds\\.(${REGION}))\\.${SUFFIX}$`);
const DSQL = new RegExp(
  `^[a-z0-9]+\\.dsql(?:-[a-z0-9]+)?\\.(${REGION})\\.on\\.(?:aws|amazonwebservices\\.com\\.cn)$`,
);

/**
 * What a host name of RDS or Aurora DSQL says; null for any other name. China's and the isolated partitions'
 * have region and service the other way round.
 * Source: `RdsUtils` of aws/aws-advanced-jdbc-wrapper; `partitions.json` of botocore.
 */
export function rdsHost(host: string): RdsHost | null {
  const name = host.toLowerCase().replace(/\.$/, '');
  const rds = RDS.exec(name);
  const region = rds?.[1] ?? rds?.[2];
  if (region !== undefined) return { region, service: 'rds' };
  const dsql = DSQL.exec(name)?.[1];
  return dsql === undefined ? null : { region: dsql, service: 'dsql' };
}
