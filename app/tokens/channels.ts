/** What the window can ask of `tokens`, and what it is told. */
export const tokensChannels = {
  requests: [],
  events: ['leases'],
} as const;
