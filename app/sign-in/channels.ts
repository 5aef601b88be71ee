/** What the window can ask of `signIn`, and what it is told. */
export const signInChannels = {
  requests: ['begin', 'openAgain', 'copy', 'cancel', 'signOut'],
  events: ['changed', 'asked', 'signedIn'],
} as const;
