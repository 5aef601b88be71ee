/** What the window can ask of `endpoints`, and what it is told. */
export const endpointsChannels = {
  requests: ['refresh', 'remember', 'copyHost', 'copyPolicy'],
  events: ['scanned', 'removed', 'remembered'],
} as const;
