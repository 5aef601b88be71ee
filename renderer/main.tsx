import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forced-colors.css';
import { App } from './window/app.tsx';
import { startMirror } from './mirror.ts';
import { useStore } from './store.ts';

/** How long the first picture waits for what main knows, in milliseconds: most often it is there at once. */
const TIMEOUT_MS = 150;

const root = document.getElementById('root');
if (root !== null) {
  // one picture with everything in it costs half of two; where main is slow the first one shows that it loads
  const draw = (): void => {
    clearTimeout(quitTimeout);
    stopWaiting();
    createRoot(root).render(<App />);
  };
  const quitTimeout = setTimeout(draw, TIMEOUT_MS);
  const stopWaiting = useStore.subscribe(({ phase }) => {
    if (phase !== 'loading') draw();
  });
  startMirror();
}
