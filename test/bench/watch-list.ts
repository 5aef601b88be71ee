/** When the list had what it was waited for, in milliseconds since the epoch. */
export interface ListTimes {
  /** The first row was painted. */
  readonly firstRow: number;
  /** As many endpoints as there are had been told of, and the list was painted. */
  readonly complete: number;
  /** Nothing was scanned any more. */
  readonly over: number;
}

/** Runs inside the window: resolves once everything is there. @param expected how many endpoints there are */
export function watchList(expected: number): Promise<ListTimes> {
  const bridge: unknown = Reflect.get(globalThis, 'latchkey');
  const endpoints: unknown = Reflect.get(Object(bridge), 'endpoints');
  const on = (name: string, listener: (payload: unknown) => void): void => {
    const subscribe: unknown = Reflect.get(Object(endpoints), name);
    if (typeof subscribe === 'function') subscribe(listener);
  };
  const painted = (): Promise<number> =>
    new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(Date.now())));
    });
  return new Promise((resolve) => {
    const ids = new Set<string>();
    let firstRow = 0;
    let complete = 0;
    let over = 0;
    const end = (): void => {
      if (firstRow > 0 && complete > 0 && over > 0) resolve({ firstRow, complete, over });
    };
    const observer = new MutationObserver(() => {
      if (document.querySelector('[role="grid"] [aria-selected]') === null) return;
      observer.disconnect();
      void painted().then((at) => {
        firstRow = at;
        end();
      });
    });
    observer.observe(document.body, { childList: true, subtree: true });
    on('onScanned', (change) => {
      const changed: unknown = Reflect.get(Object(change), 'changed');
      for (const one of Array.isArray(changed) ? changed : [])
        ids.add(String(Reflect.get(Object(one), 'id')));
      if (ids.size < expected || complete > 0) return;
      // what comes is gathered for a moment before the list is drawn
      setTimeout(() => {
        void painted().then((at) => {
          complete = at;
          end();
        });
      }, 50);
    });
    on('onProgress', (said) => {
      if (Reflect.get(Object(said), 'progress') !== null || ids.size < expected) return;
      over = Date.now();
      end();
    });
  });
}
