import type { Delivery, ClientDefinition, FoundIn, LaunchMethod } from './catalogue/definition.ts';
import type { Platform } from './model.ts';
import type { ClientTarget } from './ports.ts';

/** Where a client is to be opened. */
export interface OpenedOn {
  readonly platform: Platform;
  /** Null where it was not found, so that any kind of place will do. */
  readonly foundIn: FoundIn | null;
}

/** The safest first: who can see the password, and whether it lies about. */
const safest: readonly Delivery[] = ['none', 'environment', 'file', 'paste', 'url', 'arguments'];

/**
 * The safest way by which a client can be handed a connection on this system; null where there is none.
 * A token goes only where no other user sees it: by the environment or a file, never by a URL, arguments or paste.
 */
export function launchMethodFor(
  definition: ClientDefinition,
  route: ClientTarget['route'],
  on: OpenedOn,
): LaunchMethod | null {
  const fitting = definition.methods.filter(
    (method) =>
      method.route === route &&
      method.on.includes(on.platform) &&
      (on.foundIn === null || method.foundIn === undefined || method.foundIn.includes(on.foundIn)) &&
      (route === 'gateway' || isHidden(method.delivery)),
  );
  return fitting.toSorted((a, b) => safest.indexOf(a.delivery) - safest.indexOf(b.delivery))[0] ?? null;
}

/** Whether nobody but this user can see what is carried so. */
function isHidden(delivery: Delivery): boolean {
  return delivery === 'none' || delivery === 'environment' || delivery === 'file';
}

/** What stands below a client's name: it is its subject. */
const direct: Readonly<Record<Delivery, string>> = {
  none: 'Signs its own token.',
  environment: 'Gets the token in its own environment.',
  file: 'Reads the token from a file that is gone before it starts.',
  // no token goes these ways, see above
  url: 'Gets no token.',
  arguments: 'Gets no token.',
  paste: 'Gets no token.',
};

const gateway: Readonly<Record<Delivery, string>> = {
  none: 'Through the gateway; asks for the local password once.',
  environment: 'Through the gateway, the local password in its environment.',
  file: 'Through the gateway, the local password in a file that is soon gone.',
  url: 'Through the gateway, the local password in the address.',
  arguments: 'Through the gateway, the local password among its arguments.',
  paste: 'Through the gateway; paste the local password, which is on the clipboard.',
};

/** In a line, how a client would be opened by a route; null where it cannot be. */
export function launchLine(
  definition: ClientDefinition,
  route: ClientTarget['route'],
  on: OpenedOn,
): string | null {
  const method = launchMethodFor(definition, route, on);
  if (method === null) return null;
  return method.says ?? (route === 'direct' ? direct : gateway)[method.delivery];
}
