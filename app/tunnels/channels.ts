/** The names of the requests and events of tunnels. */
export const tunnelsChannels = { requests: ['findNodes', 'copyPolicy'], events: [] } as const;
