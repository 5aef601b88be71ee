import type { Carrier, ClientForm, FoundIn, Way } from './catalogue/form.ts';
import type { Platform } from './model.ts';
import type { ClientTarget } from './ports.ts';

/** Where a client is to be opened. */
export interface OpenedOn {
  readonly platform: Platform;
  /** Null where it was not found, so that any kind of place will do. */
  readonly foundIn: FoundIn | null;
}

/** The safest first: who can see the password, and whether it lies about. */
const safest: readonly Carrier[] = ['none', 'environment', 'file', 'paste', 'url', 'arguments'];

/**
 * The safest way by which a client can be handed a connection on this system; null where there is none.
 * A token goes only where no other user sees it: by the environment or a file, never by a URL, arguments or paste.
 */
export function wayFor(form: ClientForm, route: ClientTarget['way'], on: OpenedOn): Way | null {
  const fitting = form.ways.filter(
    (way) =>
      way.route === route &&
      way.on.includes(on.platform) &&
      (on.foundIn === null || way.foundIn === undefined || way.foundIn.includes(on.foundIn)) &&
      (route === 'gateway' || isHidden(way.carrier)),
  );
  return fitting.toSorted((a, b) => safest.indexOf(a.carrier) - safest.indexOf(b.carrier))[0] ?? null;
}

/** Whether nobody but this user can see what is carried so. */
function isHidden(carrier: Carrier): boolean {
  return carrier === 'none' || carrier === 'environment' || carrier === 'file';
}

const direct: Readonly<Record<Carrier, (name: string) => string>> = {
  none: (name) => `${name} signs its own token.`,
  environment: (name) => `${name} gets the token in its own environment.`,
  file: (name) => `${name} reads the token from a file that is gone before it starts.`,
  // no token goes these ways, see above
  url: (name) => `${name} gets no token.`,
  arguments: (name) => `${name} gets no token.`,
  paste: (name) => `${name} gets no token.`,
};

const gateway: Readonly<Record<Carrier, (name: string) => string>> = {
  none: (name) => `Through the gateway; ${name} asks for the local password once.`,
  environment: (name) => `Through the gateway; ${name} gets the local password in its own environment.`,
  file: (name) =>
    `Through the gateway; ${name} reads the local password from a file that is gone before it starts.`,
  url: (name) => `Through the gateway; ${name} gets the local password in the address that it opens.`,
  arguments: (name) => `Through the gateway; ${name} gets the local password among its arguments.`,
  paste: (name) => `Through the gateway; ${name} asks for the local password, which is copied to be pasted.`,
};

/** In a line, how a client would be opened by a route; null where it cannot be. */
export function wayLine(form: ClientForm, route: ClientTarget['way'], on: OpenedOn): string | null {
  const way = wayFor(form, route, on);
  if (way === null) return null;
  return way.says ?? (route === 'direct' ? direct : gateway)[way.carrier](form.name);
}
