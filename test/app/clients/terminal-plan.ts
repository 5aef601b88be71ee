import type {
  Circumstances,
  ClientDefinition,
  TerminalPlan,
} from '../../../app/clients/catalogue/definition.ts';
import type { ClientTarget } from '../../../app/clients/ports.ts';
import { launchMethodFor } from '../../../app/clients/launch-method.ts';

/** How a client in a terminal would be started; throws where it would not. */
export function terminalPlan(
  definition: ClientDefinition,
  to: ClientTarget,
  password: string,
  given: Circumstances,
): TerminalPlan {
  const plan = launchMethodFor(definition, to.route, given)?.plan(to, password, given);
  if (plan?.ok !== true || plan.value.runsIn !== 'terminal') throw new Error(`no plan for ${definition.id}`);
  return plan.value;
}
