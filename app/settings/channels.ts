/** What the window can ask of `settings`, and what it is told. */
export const settingsChannels = {
  requests: ['change', 'chooseCa', 'forgetCa'],
  events: ['changed'],
} as const;
