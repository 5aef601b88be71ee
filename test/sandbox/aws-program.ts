/** The AWS CLI that `npm run setup -- --tests` installs; on Linux Debian's, which PATH may hide behind another one. */
export const AWS_PROGRAM = process.platform === 'linux' ? '/usr/bin/aws' : 'aws';
