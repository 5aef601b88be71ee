import { expect, it } from 'vitest';
import { listPolicy } from '../../../app/endpoints/list-policy.ts';

it('names the actions of every call that was not allowed, each once', () => {
  const policy: unknown = JSON.parse(
    listPolicy(['DescribeDBInstances', 'ListClusters', 'DescribeDBInstances']),
  );
  expect(policy).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ListDatabases',
        Effect: 'Allow',
        Action: ['dsql:GetCluster', 'dsql:ListClusters', 'rds:DescribeDBInstances'],
        Resource: '*',
      },
    ],
  });
});
