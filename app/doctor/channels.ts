/** What the window can ask of `doctor`, and what it is told. */
export const doctorChannels = {
  requests: ['check', 'cancel', 'policy', 'sql', 'checkPolicy', 'signInAs', 'iamUsers', 'copy'],
  events: ['answered', 'clientFailed', 'clock'],
} as const;
