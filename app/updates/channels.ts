/** What the window can ask of `updates`, and what it is told. */
export const updatesChannels = {
  requests: ['check', 'download', 'install'],
  events: ['changed'],
} as const;
