import { useSyncExternalStore } from 'react';

/** Below this width, in pixels, there may be no room for a wide menu on either side of another. */
const narrow = '(max-width: 1139px)';

function listen(onChange: () => void): () => void {
  const query = window.matchMedia(narrow);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Whether a menu of a menu has to hang below its choice, for there is no room beside. */
export function useNarrow(): boolean {
  return useSyncExternalStore(listen, () => window.matchMedia(narrow).matches);
}
