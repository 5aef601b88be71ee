import type { Shot } from './connection-shots.ts';

const problem = (name: string): Shot => [
  `profile-${name}`,
  'profileStates',
  async (page) => page.getByRole('button', { name: new RegExp(`^${name} `) }).click(),
];

/** The profiles in every state, and what a click on some of them says. */
export const profileShots: readonly Shot[] = [
  ['profile-states', 'profileStates'],
  problem('clock'),
  problem('hotel'),
  problem('localstack'),
  problem('login'),
  problem('misread'),
  problem('refused'),
  problem('vault'),
  ['renewed', 'renewed', async (page) => page.locator('[role=row]', { hasText: 'orders' }).first().click()],
];
