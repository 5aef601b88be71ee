/** What the window can ask of `profileSetup`, and what it is told. */
export const profileSetupChannels = {
  requests: ['sessions', 'accounts', 'readKeys', 'preview', 'apply', 'undo'],
  events: [],
} as const;
