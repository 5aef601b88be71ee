import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignInAddress } from '../../../app/sign-in/addresses.ts';

const oidc = 'https://oidc.eu-west-1.amazonaws.com';

describe('an address that may be opened', () => {
  it.each([
    'https://oidc.eu-west-1.amazonaws.com/authorize?response_type=code&state=1',
    'https://device.sso.eu-west-1.amazonaws.com/?user_code=BCDF-GHJK',
    'https://device.sso.cn-north-1.amazonaws.com.cn/',
    'https://corp.awsapps.com/start/#/device?user_code=BCDF-GHJK',
    'https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/corp',
    'https://start.cn-north-1.home.awsapps.cn/directory/corp',
    'https://ssoins-0123.portal.eu-west-1.app.aws/#/device',
    'https://ssoins-0123.portal.cn-north-1.app.amazonwebservices.com.cn/#/device',
    'https://ssoins-0123.portal.eusc-de-east-1.api.amazonwebservices.eu/',
    'HTTPS://Corp.AwsApps.Com:443/start',
  ])('%s', (address) => expect(isSignInAddress(address, oidc)).toBe(true));

  it('is one of the endpoint that the profile itself names, with its scheme and port', () => {
    const endpoint = 'http://127.0.0.1:4567';
    expect(isSignInAddress('http://127.0.0.1:4567/authorize?x=1', endpoint)).toBe(true);
    expect(isSignInAddress('http://127.0.0.1:4568/authorize?x=1', endpoint)).toBe(false);
    expect(isSignInAddress('https://127.0.0.1:4567/authorize', endpoint)).toBe(false);
    expect(isSignInAddress('http://oidc.eu-west-1.amazonaws.com/authorize', oidc)).toBe(false);
  });
});

describe('an address that may not', () => {
  it.each([
    'http://corp.awsapps.com/start',
    'https://awsapps.com.evil.example/start',
    'https://evilawsapps.com/start',
    'https://awsapps.com/',
    'https://corp.awsapps.com@evil.example/',
    'https://evil.example\\@corp.awsapps.com/',
    'https://evil.example/?x=.awsapps.com',
    'https://evil.example#.awsapps.com',
    'https://corp.awsapps.com:8443/start',
    'https://oidc.eu-west-1.amazonaws.com.evil.example/authorize',
    'https://device.sso.evil.example/.amazonaws.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:',
    ' https://corp.awsapps.com/start',
    'https://corp.awsapps.com/start\n--flag',
    'https://corp.awsapps.com/a b',
    '--help',
    '',
  ])('%j', (address) => expect(isSignInAddress(address, oidc)).toBe(false));

  it('is every one whose host, as the browser reads it, is not AWS’s', () => {
    const piece = fc.constantFrom(
      'https://',
      'corp',
      '.awsapps.com',
      'evil.example',
      '@',
      '\\',
      '/',
      '#',
      '?',
      ':443',
      '.',
      '%2e',
      '\u3002',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const address = pieces.join('');
        if (!isSignInAddress(address, oidc)) return;
        const { protocol, hostname, username } = new URL(address);
        expect([protocol, username]).toEqual(['https:', '']);
        expect(hostname).toMatch(/\.awsapps\.com$/);
      }),
      { numRuns: 5_000 },
    );
  });
});
