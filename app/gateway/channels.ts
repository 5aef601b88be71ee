/** What the window can ask of `gateway`, and what it is told. */
export const gatewayChannels = {
  requests: ['start', 'stop', 'change', 'password', 'renewPassword', 'closeSessions', 'retry'],
  events: ['changed'],
} as const;
