import { proxyText, type ProxyAddress, type ProxyChoice, type ProxyNow } from '../../app/proxies/model.ts';

/** A proxy as people write it, with its user and without a password. */
export function proxyAddressText({ user, ...proxy }: ProxyAddress): string {
  const text = proxyText(proxy);
  return user === '' ? text : text.replace('://', `://${encodeURIComponent(user)}@`);
}

/** How AWS is reached now, in a sentence. */
export function nowText({ proxies, saidBy, problem }: ProxyNow, use: ProxyChoice['use']): string {
  if (problem !== null) return problem;
  if (proxies.length === 0) {
    if (use === 'own') return 'AWS is reached directly: NO_PROXY in the environment names it.';
    return use === 'none' ? 'AWS is reached directly.' : 'AWS is reached directly: no proxy is set.';
  }
  const names = proxies.map(proxyText).join(', then ');
  return `AWS is reached through ${names}${by[saidBy]}.`;
}

const by: Readonly<Record<ProxyNow['saidBy'], string>> = {
  choice: '',
  environment: ', as the environment says',
  system: ', as the system says',
  nobody: '',
};
