/**
 * What the page is asked for before main loads the rest of itself, for main hands each key on to the page and cannot
 * while it loads: its first idle moment, and, where there is a list to type into already, a pause of 300 ms in the
 * typing. Whatever is no letter (Enter, a shortcut, a click) asks for what is to be loaded and ends the wait; so do
 * three seconds.
 */
export const FIRST_PAUSE = `new Promise((done) => {
  const LIMIT_MS = 3000;
  const PAUSE_MS = 300;
  requestIdleCallback(() => {
    if (document.querySelector('[role=row]') === null) return done(null);
    const isLetter = ({ key, ctrlKey, metaKey }) => key.length === 1 && !ctrlKey && !metaKey;
    const onKey = (event) => {
      clearTimeout(pause);
      if (isLetter(event)) pause = setTimeout(end, PAUSE_MS);
      else end();
    };
    const end = () => {
      [pause, limit].forEach(clearTimeout);
      removeEventListener('keydown', onKey, true);
      removeEventListener('pointerdown', end, true);
      done(null);
    };
    const limit = setTimeout(end, LIMIT_MS);
    let pause = setTimeout(end, PAUSE_MS);
    addEventListener('keydown', onKey, true);
    addEventListener('pointerdown', end, true);
  }, { timeout: LIMIT_MS });
})`;
