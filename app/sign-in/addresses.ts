/**
 * Domains below which AWS has its sign-in pages, in all partitions, and names of single pages.
 * `awscli/customizations/sso/resolve.py` of the AWS CLI 2.36, and the device page of each region:
 * https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_StartDeviceAuthorization.html
 */
const DOMAINS = [
  'app.aws',
  'portal.amazonaws.com',
  'portal.amazonaws.com.cn',
  'app.amazonwebservices.com.cn',
  'portal.amazonaws.eu',
  'api.amazonwebservices.eu',
  'awsapps.com',
  'awsapps.cn',
];
const PAGES = /^(device\.sso\.[a-z\d-]+|identitycenter)\.amazonaws\.(com|com\.cn|eu)$/;

/**
 * An address of which every program makes the same: a plain host, no name and password, no backslash, nothing that
 * is not ASCII.
 */
const ADDRESS = /^(https?):\/\/([a-z\d](?:[a-z\d.-]*[a-z\d])?)(:\d{1,5})?(?:[/?#][!-[\]-~]*)?$/i;

/**
 * Whether an address may be opened for a sign-in: one of AWS's, or one of a host that sign-ins are asked of. Plain
 * HTTP is for endpoints on this machine that the profile itself names.
 *
 * @param endpoint where OIDC is asked: what AWS's SDK has resolved, or what the profile's settings say
 */
export function isSignInAddress(address: string, endpoint: string): boolean {
  const [, scheme = '', host = '', port = ''] = ADDRESS.exec(address.toLowerCase()) ?? [];
  const [, ownScheme = '', ownHost = '', ownPort = ''] = ADDRESS.exec(endpoint.toLowerCase()) ?? [];
  if (host === '') return false;
  if (scheme === ownScheme && host === ownHost && port === ownPort) return true;
  if (scheme !== 'https' || (port !== '' && port !== ':443')) return false;
  return PAGES.test(host) || DOMAINS.some((domain) => host.endsWith(`.${domain}`));
}
