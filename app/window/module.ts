import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import { succeed, type Failure } from '../common/result.ts';
import type { windowContract } from './contract.ts';
import type { Notice, Page } from './model.ts';

/** What the window module needs from outside. */
export interface WindowPorts {
  readonly host: 'electron' | 'chromium';
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly version: string;
  /** Opens a page in the browser. */
  readonly openPage: (page: Page) => Promise<void>;
}

/** Tells the window of something that went wrong and that no request of its caused; null says nothing. */
export type Note = (id: string, error: Failure | null) => void;

/** Makes the module of the window as a whole: what it runs on, and what it has to be told. */
export function createWindow({ openPage, ...about }: WindowPorts, emit: EmitOf<typeof windowContract>) {
  let notices: Notice[] = [];

  function become(next: Notice[]): void {
    notices = next;
    emit('notices', notices);
  }

  const without = (id: string): Notice[] => notices.filter((notice) => notice.id !== id);
  const note: Note = (id, error) => {
    if (error !== null) become([...without(id), { id, error }]);
  };
  const handlers: HandlersOf<typeof windowContract> = {
    openPage: async ({ page }) => {
      await openPage(page);
      return succeed({});
    },
    dismissNotice: async ({ id }) => {
      become(without(id));
      return succeed({});
    },
  };
  const snapshot: SnapshotOf<typeof windowContract> = () => ({ ...about, notices });
  return { api: { note, platform: about.platform, version: about.version }, handlers, snapshot };
}
