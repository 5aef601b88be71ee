import type { Endpoint } from '../../app/endpoints/model.ts';
import { defaultRouteOf, isInPrivateNetwork, hasTunnel, type NetworkRoute } from '../../app/tunnels/model.ts';
import { savedFor } from '../clients/usable.ts';
import { signInFor } from '../endpoints/sign-in.ts';
import { useStore } from '../store.ts';
import { subjectOf } from '../subject.ts';
import { ChoiceField } from '../ui/choice-field.tsx';
import css from './network-route.module.css';
import { networkText, setDefaultRoute } from './network-route.ts';
import { RouteSection } from './route-section.tsx';

/** What can be said of how a private network is reached. */
const choices: ReadonlyArray<{
  readonly id: string;
  readonly text: string;
  readonly route: NetworkRoute | null;
}> = [
  { id: 'ask', text: 'Ask when needed', route: null },
  { id: 'direct', text: 'Directly', route: { kind: 'direct' } },
  { id: 'session-manager', text: 'Session Manager', route: { kind: 'session-manager', target: null } },
];

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
  return (
    <>
      <div className={css['section']}>
        <ChoiceField
          label="Reach it"
          value={route?.kind ?? 'ask'}
          choices={choices}
          onChange={(chosen) => {
            const found = choices.find(({ id }) => id === chosen);
            if (found !== undefined) void setDefaultRoute(endpoint, found.route);
          }}
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
