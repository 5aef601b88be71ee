import { safeStorage } from 'electron';
import type { SecretBox } from '../gateway/local-passwords.ts';

/**
 * The system's key store by Electron's `safeStorage`: Keychain, DPAPI, or the Secret Service. Linux without one
 * has `basic_text`, a key that everyone knows, which is no key store.
 */
export const systemSecretBox: SecretBox = {
  isAvailable: () =>
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'),
  seal: (text) => safeStorage.encryptString(text).toString('base64'),
  open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
};
