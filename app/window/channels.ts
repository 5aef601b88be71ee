/** What the window can ask of `window`, and what it is told. */
export const windowChannels = {
  requests: ['snapshot', 'openPage', 'dismissNotice'],
  events: ['notices', 'menu'],
} as const;
