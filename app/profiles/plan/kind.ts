import type { ProfileKind } from '../model.ts';
import type { Plan } from './model.ts';

/** How a profile gets its credentials, in one of the kinds that the interface tells apart. */
export function kindOf({ leaf, hops }: Pick<Plan, 'leaf' | 'hops'>): ProfileKind {
  const last = hops.at(-1);
  if (last !== undefined) return last.kind === 'role' ? 'assume-role' : 'session';
  switch (leaf.kind) {
    case 'keys':
      return leaf.temporary ? 'session' : 'static';
    case 'machine':
      return 'assume-role';
    default:
      return leaf.kind;
  }
}
