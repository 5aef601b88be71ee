/** What the window can ask of `diagnostics`, and what it is told. */
export const diagnosticsChannels = {
  requests: ['copy', 'showLog', 'setDebug'],
  events: ['changed'],
} as const;
