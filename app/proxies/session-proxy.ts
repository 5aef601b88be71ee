import { proxyText, type ProxyList } from './model.ts';

/** What Chromium's network is told. https://www.electronjs.org/docs/latest/api/structures/proxy-config */
export interface SessionProxy {
  readonly mode: 'direct' | 'fixed_servers';
  readonly proxyRules?: string;
}

/** A list of proxies in Chromium's words; it asks for user and password when a proxy does. */
export function sessionProxyOf(list: ProxyList): SessionProxy {
  if (list.every((one) => one === 'direct')) return { mode: 'direct' };
  const rules = list.map((one) => (one === 'direct' ? 'direct://' : proxyText(one)));
  return { mode: 'fixed_servers', proxyRules: rules.join(',') };
}
