import { shown } from '../common/text/plain-text.ts';
import type { Environment } from '../endpoints/model.ts';
import type { ClientTarget } from './ports.ts';

/** What a terminal says of where one is. */
export interface Banner {
  /** The environment's label, in brackets, and its kind, which gives the colour; null without one. */
  readonly tag: { readonly text: string; readonly kind: Environment['kind'] } | null;
  /** One line: what one is logged in to, as whom, and how. */
  readonly line: string;
  /** The window's title: what tells it from others in front, for tabs are narrow. */
  readonly title: string;
}

/**
 * Says where one is. Nothing in it is a control character, which a terminal would obey, or one that turns the
 * direction of what follows it, which would make one name read like another (Unicode Standard Annex #9).
 *
 * @param clientName the client's name, for people
 */
export function bannerOf(to: ClientTarget, clientName: string): Banner {
  const { environment } = to;
  const tag = environment === null ? null : { text: `[${shown(environment.label)}]`, kind: environment.kind };
  const through = to.route === 'gateway' ? ' through the gateway' : '';
  const database = to.database === '' ? '' : `/${to.database}`;
  const name = shown(to.name);
  return {
    tag,
    line: shown(`Latchkey: ${to.name}, ${to.dbUser}@${to.host}:${to.port}${database}${through}`),
    title: `${name}${tag === null ? '' : ` ${tag.text}`} - ${shown(clientName)}`,
  };
}
