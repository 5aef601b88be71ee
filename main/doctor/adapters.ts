import { readFile } from 'node:fs/promises';
import { Secret } from '../../app/common/secret.ts';
import { succeed, type Result } from '../../app/common/result.ts';
import type { DoctorModulePorts } from '../../app/doctor/module.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { Subject } from '../../app/doctor/subject.ts';
import { resolveProfile } from '../../app/profiles/plan/resolve-profile.ts';
import { caBundle } from '../clients/ca-bundle.ts';
import type { Machine } from '../machine.ts';
import { systemNameServers } from './names.ts';
import { reachByProxy } from './reach-by-proxy.ts';
import { createProbes } from './probes.ts';

/** Nothing asks for a way through it. */
const NO_TUNNEL = { connectionId: '', route: { kind: 'direct' } } as const;

/** What the doctor needs, on this machine. What stands on AWS's SDK or on a driver is loaded when it is first asked for. */
export function doctorAdapters(machine: Machine): DoctorModulePorts {
  const { host, clock, profileFiles, env } = machine;

  async function ca(caFile: string | null): Promise<Result<string>> {
    const path = await caBundle(host.dataFolder, caFile);
    return path.ok ? succeed(await readFile(path.value, 'utf8')) : path;
  }

  async function sign(subject: Subject, credentials: Credentials): Promise<Secret> {
    const { address, region, dbUser } = subject;
    const { signToken } = await machine.aws();
    return new Secret((await signToken({ ...address, region, dbUser }, credentials)).token);
  }

  /** Where a profile's IAM Identity Center is; null where it has none. */
  async function ssoRegionOf(profile: string): Promise<string | null> {
    const { config } = await profileFiles.read();
    const resolved = resolveProfile(config, profile, env);
    return resolved.ok && resolved.value.plan.leaf.kind === 'sso' ? resolved.value.plan.leaf.region : null;
  }

  const settings = async () => (await machine.aws()).settingsOf(profileFiles, env);
  const looks = async () => {
    const { awsLooks } = await import('./aws/looks.ts');
    return awsLooks(await settings(), ssoRegionOf);
  };
  return {
    probes: ({ caFile, reported, credentials, sessions }) =>
      createProbes({
        async through(subject, signal) {
          const { name, profile, region, address, tunnel } = subject;
          const { connectionId: id, route: networkRoute } = tunnel ?? NO_TUNNEL;
          if (networkRoute.kind === 'proxy') {
            return reachByProxy(await sessions.proxies({ networkRoute, address }), address, signal);
          }
          const { reachThrough } = await import('./reach-through.ts');
          return reachThrough(
            {
              start: () => sessions.start({ id, name, profile, region, address, networkRoute }),
              port: address.port,
              worked: () => sessions.worked(id),
              end: sessions.end,
            },
            signal,
          );
        },
        ca: () => ca(caFile),
        credentials,
        sign,
        readClipboard: host.clipboard.readText,
        nameServers: systemNameServers,
        async sts(order, given) {
          const { stsClient } = await import('./aws/looks.ts');
          return stsClient(await settings(), order, given);
        },
        aws: {
          description: async (...given) => (await looks()).description(...given),
          simulation: async (...given) => (await looks()).simulation(...given),
          policies: async (...given) => (await looks()).policies(...given),
          errors: async (...given) => (await looks()).errors(...given),
          securityGroups: async (...given) => (await looks()).securityGroups(...given),
        },
        reported,
        now: clock.now,
        onClockMeasured: machine.clockMeasured.tell,
      }),
    async query(subject, sql, { caFile, credentials }) {
      const pem = await ca(caFile);
      if (!pem.ok) return pem;
      const { queryDatabase } = await import('./query/query.ts');
      return queryDatabase(subject, { sql, ca: pem.value, token: await sign(subject, credentials) });
    },
    onClockMeasured: machine.clockMeasured.on,
  };
}
