import type { Settings } from '../app/settings/model.ts';

const dark = '(prefers-color-scheme: dark)';

/**
 * Puts the theme on the page as `data-theme`; `system` follows the system, live.
 *
 * @returns stops following
 */
export function applyTheme(theme: Settings['theme']): () => void {
  const query = window.matchMedia(dark);
  const apply = (): void => {
    document.documentElement.dataset['theme'] =
      theme === 'system' ? (query.matches ? 'dark' : 'light') : theme;
  };
  apply();
  if (theme !== 'system') return () => {};
  query.addEventListener('change', apply);
  return () => query.removeEventListener('change', apply);
}
