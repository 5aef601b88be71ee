import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsHostName, isGlobalName } from '../../../app/endpoints/host-name.ts';
import { partitionNamed, partitionOfRegion, regionsOf } from '../../../app/endpoints/partition.ts';
import { partition, regionCode } from '../../../app/endpoints/model.ts';
import { anyText } from '../any-text.ts';

describe('a host name of AWS', () => {
  it.each([
    ['orders.c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'us-east-1', 'aws', 'instance', 'orders'],
    ['orders.cluster-c9q2x7k3m1p0.us-east-1.rds.amazonaws.com', 'us-east-1', 'aws', 'writer', 'orders'],
    [
      'orders.cluster-ro-c9q2x7k3m1p0.eu-central-1.rds.amazonaws.com.',
      'eu-central-1',
      'aws',
      'reader',
      'orders',
    ],
    ['reports.cluster-custom-c9q2x7.us-east-1.rds.amazonaws.com', 'us-east-1', 'aws', 'custom', 'reports'],
    ['shards.shardgrp-c9q2x7.us-east-1.rds.amazonaws.com', 'us-east-1', 'aws', 'shard-group', 'shards'],
    [
      'Orders.proxy-c9q2x7k3m1p0.us-gov-west-1.rds.amazonaws.com',
      'us-gov-west-1',
      'aws-us-gov',
      'proxy',
      'orders',
    ],
    ['reads.endpoint.proxy-c9q2.us-east-1.rds.amazonaws.com', 'us-east-1', 'aws', 'proxy-endpoint', 'reads'],
    ['orders.c9q2x7k3m1p0.rds.cn-north-1.amazonaws.com.cn', 'cn-north-1', 'aws-cn', 'instance', 'orders'],
    [
      'orders.c9q2x7k3m1p0.cn-northwest-1.rds.amazonaws.com.cn',
      'cn-northwest-1',
      'aws-cn',
      'instance',
      'orders',
    ],
    ['orders.c9q2x7k3m1p0.rds.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1', 'aws-iso', 'instance', 'orders'],
    [
      'orders.cluster-c9q2.rds.us-isob-east-1.sc2s.sgov.gov',
      'us-isob-east-1',
      'aws-iso-b',
      'writer',
      'orders',
    ],
    ['orders.c9q2.rds.eu-isoe-west-1.cloud.adc-e.uk', 'eu-isoe-west-1', 'aws-iso-e', 'instance', 'orders'],
    ['orders.c9q2.us-isof-south-1.rds.csp.hci.ic.gov', 'us-isof-south-1', 'aws-iso-f', 'instance', 'orders'],
    [
      'orders.c9q2x7k3m1p0.eusc-de-east-1.rds.amazonaws.eu',
      'eusc-de-east-1',
      'aws-eusc',
      'instance',
      'orders',
    ],
    [
      'foo0bar1baz2quux3quuux4abc.dsql.us-east-2.on.aws',
      'us-east-2',
      'aws',
      'dsql',
      'foo0bar1baz2quux3quuux4abc',
    ],
    ['foo0bar1.dsql-fnh4.us-east-2.on.aws', 'us-east-2', 'aws', 'dsql', 'foo0bar1'],
    ['foo0bar1.dsql.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1', 'aws-cn', 'dsql', 'foo0bar1'],
    ['ledger.global-a1b2c3.global.rds.amazonaws.com', null, null, 'global', 'ledger'],
    ['ledger.global-a1b2c3.global.rds.amazonaws.com.cn', null, 'aws-cn', 'global', 'ledger'],
  ])('%s', (host, region, partitionName, kind, identifier) => {
    expect(awsHostName(host)).toEqual({
      service: kind === 'dsql' ? 'dsql' : 'rds',
      region,
      partition: partitionName,
      kind,
      identifier,
    });
    expect(isGlobalName(host)).toBe(kind === 'global');
  });

  it.each([
    'localhost',
    '10.0.0.1',
    'db.corp.example',
    'rds.amazonaws.com',
    'orders.us-east-1.rds.amazonaws.com.evil.example',
    'ledger.global-a1b2c3.global.rds.amazonaws.com.evil.example',
    'x.dsql.us-east-1.on.aws.evil.example',
    'us-east-1.rds.amazonaws.com.',
    'x.us-east-1.rdsXamazonaws.com',
    'x.dsql.us-east-1.onXaws',
  ])('%s is none', (host) => {
    expect(awsHostName(host)).toBeNull();
  });

  it('is never found in a text by a slip, and no text makes it throw', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const found = awsHostName(text);
        const region = found?.region ?? null;
        if (region !== null) expect(regionCode.safeParse(region).success).toBe(true);
      }),
    );
  });
});

describe('a partition', () => {
  it.each([
    ['us-east-1', 'aws'],
    ['ap-southeast-7', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-west-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
  ])('of %s is %s', (region, name) => {
    expect(partitionOfRegion(region)).toBe(name);
    expect(partitionNamed(name)).toBe(name);
  });

  it('is none where AWS has none of that name', () => {
    expect(partitionNamed('aws-moon')).toBeNull();
  });

  it.each(partition.options)('%s has regions, all of which are its own', (name) => {
    expect(regionsOf(name).length).toBeGreaterThan(0);
    for (const region of regionsOf(name)) {
      expect(regionCode.safeParse(region).success).toBe(true);
      expect(partitionOfRegion(region)).toBe(name);
    }
  });
});
