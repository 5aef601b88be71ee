/** What the window can ask of `connections`, and what it is told. */
export const connectionsChannels = {
  requests: [
    'save',
    'saveMany',
    'duplicate',
    'remove',
    'removeMany',
    'restore',
    'pin',
    'move',
    'copyHost',
    'chooseCa',
    'export',
    'import',
    'acceptImport',
    'acceptDatabase',
  ],
  events: ['changed', 'seen'],
} as const;
