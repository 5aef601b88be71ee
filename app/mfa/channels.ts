/** What the window can ask of `mfa`, and what it is told. */
export const mfaChannels = {
  requests: ['answer', 'cancel'],
  events: ['changed'],
} as const;
