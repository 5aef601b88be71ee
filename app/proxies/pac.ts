import { DIRECT, MAX_PROXIES, readProxy, type ProxyList } from './model.ts';

/** The words of an answer, and the schemes that they stand for. `SOCKS4` is another protocol, which is left out. */
const SCHEMES: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/** The longest answer that is looked at, in characters. */
const MAX_LENGTH = 8_192;

/**
 * Reads what the system answers for a URL, in the words of a proxy auto-config script: `DIRECT`, or
 * `PROXY a:8080; HTTPS b:443; SOCKS5 c:1080; DIRECT`, to be tried in this order. What is not understood is left out;
 * an answer of which nothing is left means `DIRECT`, as it does to browsers.
 * https://developer.mozilla.org/docs/Web/HTTP/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file
 */
export function readPac(answer: string): ProxyList {
  const list = answer
    .slice(0, MAX_LENGTH)
    .split(';')
    .flatMap((entry): ProxyList => {
      const [word = '', address, ...more] = entry.trim().split(/\s+/);
      if (word.toUpperCase() === 'DIRECT' && address === undefined) return ['direct'];
      const scheme = SCHEMES[word.toUpperCase()];
      if (scheme === undefined || address === undefined || more.length > 0 || /[/@]/.test(address)) return [];
      const read = readProxy(`${scheme}://${address}`);
      return read.ok ? [read.value] : [];
    });
  return list.length === 0 ? DIRECT : list.slice(0, MAX_PROXIES);
}
