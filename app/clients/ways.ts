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

/** What stands below a client's name: it is its subject. */
const direct: Readonly<Record<Carrier, string>> = {
  none: 'Signs its own token.',
  environment: 'Gets the token in its own environment.',
  file: 'Reads the token from a file that is gone before it starts.',
  // no token goes these ways, see above
  url: 'Gets no token.',
  arguments: 'Gets no token.',
  paste: 'Gets no token.',
};

const gateway: Readonly<Record<Carrier, string>> = {
  none: 'Through the gateway; asks for the local password once.',
  environment: 'Through the gateway, the local password in its environment.',
  file: 'Through the gateway, the local password in a file that is soon gone.',
  url: 'Through the gateway, the local password in the address.',
  arguments: 'Through the gateway, the local password among its arguments.',
  paste: 'Through the gateway; the local password is copied, to be pasted.',
};

/** In a line, how a client would be opened by a route; null where it cannot be. */
export function wayLine(form: ClientForm, route: ClientTarget['way'], on: OpenedOn): string | null {
  const way = wayFor(form, route, on);
  if (way === null) return null;
  return way.says ?? (route === 'direct' ? direct : gateway)[way.carrier];
}
