import pLimit from 'p-limit';
import type { EndpointsModulePorts } from '../../app/endpoints/module.ts';
import type { Machine } from '../machine.ts';
import { endpointCacheSchema, signInsSchema } from './state-files.ts';

/** How many regions are asked at the same time. */
const MAX_SCANS = 8;

/** What the endpoints module needs, on this machine. */
export function endpointsAdapters({
  aws,
  env,
  profileFiles,
  stateFile,
  clockMeasured,
}: Machine): EndpointsModulePorts {
  const discovery = async () => {
    const { rdsDiscovery, settingsOf } = await aws();
    return rdsDiscovery(settingsOf(profileFiles, env), clockMeasured.tell);
  };
  return {
    discovery: {
      instances: async (...given) => (await discovery()).instances(...given),
      clusters: async (...given) => (await discovery()).clusters(...given),
    },
    limit: pLimit(MAX_SCANS),
    signInsFile: stateFile('sign-ins.json', signInsSchema),
    cacheFile: stateFile('endpoint-cache.json', endpointCacheSchema),
  };
}
