import type { LinksModulePorts } from '../../app/links/module.ts';
import type { Machine } from '../machine.ts';
import { linksSchema } from './state-file.ts';

/** What the links module needs, on this machine. */
export function linksAdapters({ host, stateFile }: Machine): LinksModulePorts {
  return { file: stateFile('links.json', linksSchema), confirm: host.confirmLink };
}
