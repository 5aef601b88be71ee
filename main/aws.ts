/** All that stands on the AWS SDK, which takes longer to load than the window to open: loaded as one, later. */
import './quiet-aws-sdk.ts';
export { askAccountAlias } from './endpoints/account-alias.ts';
export { awsDiscovery } from './endpoints/aws-discovery.ts';
export { askEnabledRegions } from './endpoints/enabled-regions.ts';
export { identify } from './profiles/identify.ts';
export { loadCredentials } from './profiles/load-credentials.ts';
export { settingsOf } from './profiles/settings-of.ts';
export { beginSignIn } from './sign-in/begin.ts';
export { ssoPortal } from './sign-in/portal.ts';
export { ssoCalls } from './sign-in/sso-calls.ts';
export { settingsOfSso } from './sign-in/sso-settings.ts';
export { signToken } from './tokens/sign-token.ts';
