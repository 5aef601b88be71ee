import type { Circumstances, ClientForm, TerminalPlan } from '../../../app/clients/catalogue/form.ts';
import type { ClientTarget } from '../../../app/clients/ports.ts';
import { wayFor } from '../../../app/clients/ways.ts';

/** How a client in a terminal would be started; throws where it would not. */
export function terminalPlan(
  form: ClientForm,
  to: ClientTarget,
  password: string,
  given: Circumstances,
): TerminalPlan {
  const plan = wayFor(form, to.way, given)?.plan(to, password, given);
  if (plan?.ok !== true || plan.value.runsIn !== 'terminal') throw new Error(`no plan for ${form.id}`);
  return plan.value;
}
