/** What the uninstaller starts Latchkey with (build/installer.nsh): it takes back what it has put elsewhere, and ends. */
export const UNINSTALL_FLAG = '--uninstall';

/** By what name the desktop knows Latchkey: https://www.electronjs.org/docs/latest/api/app#appsetappusermodelidid-windows */
export const APP_ID = 'dev.latchkey.app';
