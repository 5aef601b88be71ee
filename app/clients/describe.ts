import type { ClientForm } from './catalogue/form.ts';
import type { Client } from './model.ts';
import type { ClientLauncher } from './ports.ts';
import { wayLine } from './ways.ts';

/**
 * What is known of a client on this machine, in words for the window.
 *
 * @param setPath where the user says that it is; null where they do not
 * @param withVersion whether a program that was found is run to ask it for its version
 */
export async function describeClient(
  form: ClientForm,
  setPath: string | null,
  launcher: Pick<ClientLauncher, 'platform' | 'locate' | 'askVersion'>,
  withVersion: boolean,
): Promise<Client> {
  const { platform } = launcher;
  const located = await launcher.locate(form, setPath);
  const on = { platform, foundIn: located.found ? located.foundIn : null };
  const asks = located.found && withVersion && form.version !== undefined;
  const said = asks ? await launcher.askVersion(located.where) : '';
  const version = form.version?.exec(said)?.[1]?.slice(0, 64) ?? null;
  const direct = wayLine(form, 'direct', on);
  const broken = located.found ? null : located.broken;
  return {
    id: form.id,
    name: form.name,
    runsIn: form.runsIn,
    families: [...form.families],
    found: located.found ? located.where : null,
    version,
    direct,
    gateway: wayLine(form, 'gateway', on),
    caution:
      broken ?? form.caution?.(platform, version) ?? (direct === null ? (form.whyNoToken ?? null) : null),
    keepsEntries: form.setUp !== undefined,
    isPathSet: setPath !== null,
  };
}
