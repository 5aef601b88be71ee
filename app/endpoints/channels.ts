/** What the window can ask of `endpoints`, and what it is told. */
export const endpointsChannels = {
  requests: ['refresh', 'cancel', 'more', 'remember', 'copyHost', 'copyPolicy'],
  events: ['scanned', 'progress', 'removed', 'remembered'],
} as const;
