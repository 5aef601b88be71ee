import type { WindowPorts } from '../../app/window/module.ts';
import type { Machine } from '../machine.ts';
import { pages } from './pages.ts';

/** What the window module needs, on this machine. */
export function windowAdapters({ host, platform }: Machine): WindowPorts {
  return {
    host: host.name,
    platform,
    version: host.version,
    openPage: (page) => host.openUrl(pages[page]),
  };
}
