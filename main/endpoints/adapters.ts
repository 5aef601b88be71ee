import pLimit from 'p-limit';
import type { EndpointsModulePorts } from '../../app/endpoints/module.ts';
import type { Machine } from '../machine.ts';
import { endpointCacheSchema, signInsSchema } from './state-files.ts';

/** How many regions are asked at the same time. */
const MAX_SCANS = 8;

/** What the endpoints module needs, on this machine. */
export function endpointsAdapters({ aws, stateFile }: Machine): EndpointsModulePorts {
  return {
    discovery: {
      instances: async (...given) => (await aws()).rdsDiscovery.instances(...given),
      clusters: async (...given) => (await aws()).rdsDiscovery.clusters(...given),
    },
    limit: pLimit(MAX_SCANS),
    signInsFile: stateFile('sign-ins.json', signInsSchema),
    cacheFile: stateFile('endpoint-cache.json', endpointCacheSchema),
  };
}
