/** The names of the requests and events of tunnels. */
export const tunnelsChannels = {
  requests: ['findNodes', 'copyPolicy', 'answerSsh', 'cancelSsh'],
  events: ['sshAsks'],
} as const;
