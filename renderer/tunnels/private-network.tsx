import type { Endpoint } from '../../app/endpoints/model.ts';
import { defaultRouteOf, isInPrivateNetwork, hasTunnel, type NetworkRoute } from '../../app/tunnels/model.ts';
import { savedFor } from '../clients/usable.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { useStore } from '../store.ts';
import { subjectOf } from '../subject.ts';
import { Segments } from '../ui/segments.tsx';
import css from './network-route.module.css';
import { networkText, setDefaultRoute } from './network-route.ts';
import { RouteSection } from './route-section.tsx';

/** What can be said of how a private network is reached. */
const routes: Readonly<Record<'ask' | 'direct' | 'session-manager', NetworkRoute | null>> = {
  ask: null,
  direct: { kind: 'direct' },
  'session-manager': { kind: 'session-manager', target: null },
};

const choices = [
  { id: 'ask', text: 'Ask' },
  { id: 'direct', text: 'Directly' },
  { id: 'session-manager', text: 'Session Manager' },
] as const;

/** How the databases of an endpoint's private network are reached; nothing for one that is reached from everywhere. */
export function PrivateNetwork({ endpoint }: { readonly endpoint: Endpoint }) {
  const defaultRoutes = useStore((state) => state.defaultRoutes);
  const route = defaultRouteOf(endpoint, defaultRoutes);
  const saved = useStore((state) =>
    route !== null && hasTunnel(route)
      ? savedFor(subjectOf(endpoint), signInFor(state, endpoint), state.connections, route)
      : null,
  );
  if (!isInPrivateNetwork(endpoint)) return null;
  const chosen = choices.find(({ id }) => id === (route?.kind ?? 'ask'));
  return (
    <>
      <div className={css['section']}>
        <Segments
          label="Route to the private network"
          value={chosen?.id ?? 'ask'}
          choices={choices}
          onChange={(kind) => void setDefaultRoute(endpoint, routes[kind])}
        />
        <p className={css['note']}>{noteOf(endpoint, route)}</p>
      </div>
      {saved !== null && <RouteSection connection={saved} />}
    </>
  );
}

function noteOf(endpoint: Endpoint, route: NetworkRoute | null): string {
  if (route === null) return 'Latchkey connects directly where that works, and else asks once.';
  const all = `Applies to all private databases in ${networkText(endpoint)}.`;
  return hasTunnel(route) ? `${all} Tokens and certificates stay those of the real host.` : all;
}
