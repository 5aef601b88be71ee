import { DEMO_PLACE } from '../account.ts';
import { instance, type Instance } from '../databases.ts';
import type { XmlValue } from '../xml.ts';

/** The database that no name on this machine leads to. */
export const PRIVATE_DATABASE = 'ledger';

/** A machine in the VPC of the sandbox's databases. */
export interface Node {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly isOnline: boolean;
}

/** The machines in the account and region of the demonstration's databases. */
export const NODES: readonly Node[] = [
  { id: 'i-0b7c1d2e3f4a5b6c7', name: 'bastion', address: '10.20.1.7', isOnline: true },
  // outside of what the databases' security group lets in
  { id: 'i-04aa9b8c7d6e5f401', name: 'worker-2', address: '172.31.4.2', isOnline: true },
  { id: 'i-0f1e2d3c4b5a69788', name: 'batch', address: '10.20.2.9', isOnline: false },
];

/** The private database as AWS tells of it: with a host of its own, under which nobody is to be found from here. */
export function privateInstance(): Instance {
  return instance(DEMO_PLACE, {
    id: PRIVATE_DATABASE,
    engine: 'postgres',
    version: '17.4',
    instanceClass: 'db.t4g.micro',
    env: 'dev',
    database: 'shop',
    tags: { purpose: 'private' },
  });
}

/** `Instance` of `ec2:DescribeInstances`. */
export function nodeXml({ id, name, address }: Node): XmlValue {
  return {
    instanceId: id,
    instanceState: { code: 16, name: 'running' },
    instanceType: 't4g.nano',
    privateIpAddress: address,
    vpcId: 'vpc-0a4b8c2d6e1f39570',
    placement: { availabilityZone: `${DEMO_PLACE.region}a` },
    groupSet: { item: { groupId: 'sg-0a1b2c3d4e5f60718', groupName: 'machines' } },
    tagSet: { item: { key: 'Name', value: name } },
  };
}
