import { blockedBy, type Endpoint } from '../../app/endpoints/model.ts';

/**
 * Why the doctor has nothing to ask about an endpoint; null where it has. A database where IAM authentication is off
 * takes no token, and the doctor says how to turn it on.
 */
export function uncheckable(endpoint: Endpoint): ReturnType<typeof blockedBy> {
  return endpoint.iam === 'off' && endpoint.address !== null ? null : blockedBy(endpoint);
}
