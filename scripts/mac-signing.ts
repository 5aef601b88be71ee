/**
 * How a package for macOS is signed, as electron-builder's settings.
 *
 * Fuses and the changed Info.plist break the signature that Electron came with, and Apple silicon starts nothing that
 * is not signed: macOS says that it is damaged. electron-builder 26 signs nothing where there is no certificate
 * (electron-userland/electron-builder#9822), so it is told to sign ad hoc. A hardened runtime is left out then: it
 * wants all libraries signed by one team, and an ad-hoc signature has none (electron-userland/electron-builder#9007).
 *
 * @param env `CSC_LINK` or `CSC_NAME` says which certificate there is: https://www.electron.build/code-signing
 */
export function macSigning(
  env: Readonly<Record<string, string | undefined>>,
): readonly (readonly [setting: string, value: string])[] {
  if ((env['CSC_LINK'] ?? '') !== '' || (env['CSC_NAME'] ?? '') !== '') return [];
  return [
    ['mac.identity', '-'],
    ['mac.hardenedRuntime', 'false'],
    ['mac.notarize', 'false'],
  ];
}
