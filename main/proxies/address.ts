/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An address in one text. */
export function hostAndPort({ host, port }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
