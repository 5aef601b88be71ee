import { clusterKeyOf } from '../../app/endpoints/members.ts';
import type { Endpoint } from '../../app/endpoints/model.ts';
import { getState, setState, type State } from '../store.ts';
import { currentRows, select } from './actions.ts';
import { merged } from './merged.ts';
import { isInOpenCluster, shownMembers } from './with-members.ts';

/** Whether a cluster's members can be shown for an endpoint: one of the cluster's own, or a member that is shown. */
export function hasMembers(endpoint: Endpoint, state: State): boolean {
  if (endpoint.members.length > 0) return shownMembers(merged(state), endpoint).length > 0;
  return isInOpenCluster(endpoint, state.openClusters);
}

/** Shows the members of an endpoint's cluster in the list, or hides them again. */
export function toggleMembers(endpoint: Endpoint): void {
  const key = clusterKeyOf(endpoint);
  if (key === null) return;
  const openClusters = new Set(getState().openClusters);
  if (!openClusters.delete(key)) return setState({ openClusters: openClusters.add(key) });
  setState({ openClusters });
  if (endpoint.role === 'member') select(clusterIn(getState(), key));
}

/** Shows a member in the list and selects it. */
export function selectMember(member: Endpoint): void {
  const key = clusterKeyOf(member);
  if (key === null) return;
  setState(({ openClusters }) => ({ openClusters: new Set(openClusters).add(key) }));
  select(member.id);
}

/** The first row of a cluster. */
function clusterIn(state: State, key: string): string | null {
  for (const { endpoints } of currentRows(state).groups) {
    const found = endpoints.find((one) => one.members.length > 0 && clusterKeyOf(one) === key);
    if (found !== undefined) return found.id;
  }
  return null;
}
