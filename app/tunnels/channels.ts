/** The names of the requests and events of tunnels. */
export const tunnelsChannels = {
  requests: ['findNodes', 'copyPolicy', 'answers', 'setDefaultRoute', 'answerSsh', 'cancelSsh'],
  events: ['sshAsks', 'defaultRoutes'],
} as const;
