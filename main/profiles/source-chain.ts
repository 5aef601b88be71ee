import type { ProfileReading } from '../../app/profiles/ports.ts';

/** A profile and its section. */
type SubjectRef = ProfileReading['sections'][number];

/**
 * The profiles that a profile's credentials come through: itself, then each role's `source_profile`, as
 * AWS's SDKs follow them. A source with keys of its own ends the chain even if it names a role too.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 *
 * @returns empty where the profile is not there
 */
export function sourceChain(sections: ProfileReading['sections'], profile: string): readonly SubjectRef[] {
  const chain: SubjectRef[] = [];
  let next: string | undefined = profile;
  while (next !== undefined) {
    const name: string = next;
    const found = sections.find((one) => one.name === name);
    if (found === undefined || chain.includes(found)) break;
    chain.push(found);
    const { section } = found;
    const ownKeys = chain.length > 1 && section['aws_access_key_id'] !== undefined;
    next = section['role_arn'] === undefined || ownKeys ? undefined : section['source_profile'];
  }
  return chain;
}
