/** What the window can ask of `command`, and what it is told. */
export const commandChannels = {
  requests: ['install', 'remove'],
  events: ['changed'],
} as const;
