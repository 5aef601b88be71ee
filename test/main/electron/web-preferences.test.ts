import { expect, it } from 'vitest';
import { webPreferences } from '../../../main/electron/web-preferences.ts';

it('the window\u2019s preferences are these, to the letter', () => {
  expect(webPreferences('/preload.cjs')).toStrictEqual({
    preload: '/preload.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
});
