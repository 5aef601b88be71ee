import type { MachineSource, Plan } from './model.ts';

/** What has to be there, or to be done by a person, for a plan to give credentials. */
export type Need =
  | {
      readonly kind: 'sso-sign-in';
      readonly profile: string;
      /** The name of the `sso-session`; null where the profile says itself how to sign in. */
      readonly session: string | null;
      readonly startUrl: string;
      readonly region: string;
    }
  | { readonly kind: 'login-sign-in'; readonly profile: string; readonly session: string }
  | { readonly kind: 'mfa-code'; readonly profile: string; readonly serial: string }
  | { readonly kind: 'program'; readonly profile: string }
  | { readonly kind: 'token-file'; readonly profile: string; readonly path: string }
  | { readonly kind: 'machine'; readonly profile: string; readonly source: MachineSource };

/** What a plan needs, in the order in which it comes up; a device that is asked of twice is there once. */
export function needsOf({ leaf, hops }: Plan): Need[] {
  const needs: Need[] = [];
  const { profile } = leaf;
  if (leaf.kind === 'sso') {
    const { session, startUrl, region } = leaf;
    needs.push({ kind: 'sso-sign-in', profile, session, startUrl, region });
  }
  if (leaf.kind === 'login') needs.push({ kind: 'login-sign-in', profile, session: leaf.session });
  if (leaf.kind === 'process') needs.push({ kind: 'program', profile });
  if (leaf.kind === 'web-identity') needs.push({ kind: 'token-file', profile, path: leaf.tokenFile });
  if (leaf.kind === 'machine') needs.push({ kind: 'machine', profile, source: leaf.source });
  const devices = new Set<string>();
  for (const hop of hops) {
    if (hop.mfaSerial === null || devices.has(hop.mfaSerial)) continue;
    devices.add(hop.mfaSerial);
    needs.push({ kind: 'mfa-code', profile: hop.profile, serial: hop.mfaSerial });
  }
  return needs;
}
