/** What the window can ask of `connect`, and what it is told. */
export const connectChannels = {
  requests: [
    'copyToken',
    'previewFormat',
    'copyFormat',
    'open',
    'setUp',
    'copySetUp',
    'saveSetUp',
    'copyGatewayDetail',
    'runProfileCommand',
  ],
  events: ['openWith', 'identityEnding'],
} as const;
