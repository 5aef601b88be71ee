/** What the window can ask of `clients`, and what it is told. */
export const clientsChannels = {
  requests: ['refresh', 'choosePath', 'forgetPath', 'chooseProgram', 'saveOwn', 'removeOwn'],
  events: ['changed'],
} as const;
