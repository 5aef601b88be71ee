/** The host that a feed is read from, by the package's `app-update.yml`: a feed without an address is on GitHub. */
export function feedHost(feed: string): string {
  const [, host = 'github.com'] = /^\s*url:\s*['"]?https:\/\/([^/:'"\s]+)/im.exec(feed) ?? [];
  return host;
}
