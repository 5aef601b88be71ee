import type { EndpointsModulePorts } from '../../app/endpoints/module.ts';
import type { Discovery } from '../../app/endpoints/ports.ts';
import type { Machine } from '../machine.ts';
import { inSlices } from '../profiles/in-slices.ts';
import { scanCacheFile } from './scan-cache-file.ts';
import { accountNamesSchema, endpointCacheSchema, signInsSchema } from './state-files.ts';

/** What the endpoints module needs, on this machine. */
export function endpointsAdapters({
  host,
  aws,
  env,
  profileFiles,
  stateFile,
  clockMeasured,
}: Machine): EndpointsModulePorts {
  let made: Promise<Discovery> | null = null;
  const discovery = (): Promise<Discovery> =>
    (made ??= aws().then(({ awsDiscovery, settingsOf }) =>
      awsDiscovery(settingsOf(profileFiles, env), clockMeasured.tell),
    ));
  return {
    discovery: {
      page: async (...asked) => (await discovery()).page(...asked),
      // what was never loaded keeps nothing
      forget: () => void made?.then((one) => one.forget()),
    },
    async enabledRegions(...given) {
      const { askEnabledRegions, settingsOf } = await aws();
      return askEnabledRegions(settingsOf(profileFiles, env))(...given);
    },
    async accountAlias(...given) {
      const { askAccountAlias, settingsOf } = await aws();
      return askAccountAlias(settingsOf(profileFiles, env))(...given);
    },
    accountNamesFile: stateFile('account-names.json', accountNamesSchema),
    inSlices,
    signInsFile: stateFile('sign-ins.json', signInsSchema),
    cache: scanCacheFile(host.dataFolder, stateFile('endpoint-cache.json', endpointCacheSchema)),
  };
}
