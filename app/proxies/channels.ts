/** What the window can ask of `proxies`, and what it is told. */
export const proxiesChannels = {
  requests: ['use', 'setOwn', 'chooseCa', 'forgetCa', 'look'],
  events: ['changed'],
} as const;
