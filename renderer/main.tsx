import './no-eval.ts';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forced-colors.css';
import { App } from './frame/app.tsx';
import { startMirror } from './mirror.ts';

const root = document.getElementById('root');
if (root !== null) {
  startMirror();
  createRoot(root).render(<App />);
}
