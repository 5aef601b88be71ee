/** What the window can ask of `profiles`, and what it is told. */
export const profilesChannels = {
  requests: ['refresh', 'copyCommand', 'confirmAddresses', 'askForMfaCode'],
  events: ['changed'],
} as const;
