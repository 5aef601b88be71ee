import type { UiModule } from '../module.ts';
import { copyDiagnostics, showLog, toggleDebug } from './actions.ts';

/** What the window has of diagnostics. */
export const diagnostics: UiModule = {
  mirror: ({ diagnostics: bridge }, { now }) => [
    bridge.onChanged((changed) => now(() => ({ diagnostics: changed }))),
  ],
  commands: [
    {
      id: 'show-log',
      text: 'Show log',
      where: 'anywhere',
      inPalette: true,
      run: () => void showLog(),
    },
    {
      id: 'copy-diagnostics',
      text: 'Copy diagnostics',
      where: 'anywhere',
      inPalette: true,
      run: () => void copyDiagnostics(),
    },
    {
      id: 'debug-log',
      text: 'Debug log',
      where: 'anywhere',
      inPalette: (state) => (state.diagnostics.isDebug ? 'Debug log: turn off' : 'Debug log: turn on'),
      run: () => void toggleDebug(),
    },
  ],
};
