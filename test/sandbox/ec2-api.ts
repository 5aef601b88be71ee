import { fail, type Answer, type Call } from './query-protocol.ts';

/** Answers `ec2:DescribeRegions` with these enabled regions, or those of them that were asked for. */
export function ec2(call: Call, regions: readonly string[]): Answer {
  if (call.action !== 'DescribeRegions') {
    return fail('InvalidAction', `The action ${call.action} is not valid for this web service.`);
  }
  const asked = [...call.params].filter(([key]) => /^RegionName\.\d+$/.test(key)).map(([, value]) => value);
  const unknown = asked.filter((name) => !regions.includes(name));
  if (unknown.length > 0) return fail('InvalidParameterValue', `Invalid region names: ${unknown.join(', ')}`);
  return {
    ok: true,
    result: {
      regionInfo: {
        item: regions
          .filter((name) => asked.length === 0 || asked.includes(name))
          .map((name) => ({
            regionName: name,
            regionEndpoint: `ec2.${name}.amazonaws.com`,
            optInStatus: 'opt-in-not-required',
          })),
      },
    },
  };
}
