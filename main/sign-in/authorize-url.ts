import { createHash, randomBytes, randomUUID } from 'node:crypto';

/** What a sign-in in the browser is known by to both of its ends. */
export interface Proof {
  readonly state: string;
  /** Stays here until the code is exchanged: https://www.rfc-editor.org/rfc/rfc7636 */
  readonly verifier: string;
}

/** A new proof: 64 characters, as the AWS CLI has it. */
export function newProof(): Proof {
  return { state: randomUUID(), verifier: randomBytes(48).toString('base64url') };
}

/**
 * Where a person signs in, as the AWS CLI asks for it (`SSOTokenFetcherAuth` in botocore's utils.py): `scopes` is in the
 * plural.
 *
 * @param endpoint where OIDC is asked
 */
export function authorizeUrl(
  endpoint: string,
  { clientId, redirectUri, scopes }: { clientId: string; redirectUri: string; scopes: readonly string[] },
  { state, verifier }: Proof,
): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: 'S256',
    scopes: scopes.join(' '),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  return `${endpoint}/authorize?${query.toString()}`;
}
