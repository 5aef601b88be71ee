import { succeed } from '../common/result.ts';
import type { ClientDefinition } from './catalogue/definition.ts';
import type { Client } from './model.ts';
import type { ClientLauncher } from './ports.ts';
import { launchLine } from './launch-method.ts';

/**
 * What is known of a client on this machine, in words for the window.
 *
 * @param setPath where the user says that it is; null where they do not
 * @param withVersion whether a program that was found is run to ask it for its version
 */
export async function describeClient(
  definition: ClientDefinition,
  setPath: string | null,
  launcher: Pick<ClientLauncher, 'platform' | 'locate' | 'askVersion'>,
  withVersion: boolean,
): Promise<Client> {
  const { platform } = launcher;
  const located = await launcher.locate(definition, setPath);
  const on = { platform, foundIn: located.found ? located.foundIn : null };
  const asks = located.found && withVersion && definition.version !== undefined;
  const said = asks ? await launcher.askVersion(located.where) : succeed('');
  const version = definition.version?.exec(said.ok ? said.value : '')?.[1]?.slice(0, 64) ?? null;
  const direct = launchLine(definition, 'direct', on);
  const broken = located.found ? (said.ok ? null : said.error.message.slice(0, 512)) : located.broken;
  return {
    id: definition.id,
    name: definition.name,
    runsIn: definition.runsIn,
    families: [...definition.families],
    found: located.found ? located.where : null,
    version,
    direct,
    gateway: launchLine(definition, 'gateway', on),
    caution:
      broken ??
      definition.caution?.(platform, version) ??
      (direct === null ? (definition.whyNoToken ?? null) : null),
    keepsEntries: definition.setUp !== undefined,
    isPathSet: setPath !== null,
  };
}
