import type { Outcome } from './model.ts';
import { given, refuse } from './refuse.ts';
import { optionalText, requiredText, type Owner } from './setting-text.ts';

/** What the AWS CLI takes for a region: one label of a host name (`validate_region_name` in botocore). */
const REGION = /^(?!\d+$)(?!-)[a-zA-Z\d-]{1,63}(?<!-)$/;

/** Whether a text can be a region; it goes into host names, so it is checked. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** A region that a profile may name; null where it names none. */
export function optionalRegion(owner: Owner, key: string): Outcome<string | null> {
  const text = optionalText(owner, key, 'word');
  return text.ok && text.value !== null ? checked(owner, key, text.value) : text;
}

/** A region that has to be there. */
export function requiredRegion(owner: Owner, key: string): Outcome<string> {
  const text = requiredText(owner, key, 'word');
  return text.ok ? checked(owner, key, text.value) : text;
}

function checked(owner: Owner, key: string, region: string): Outcome<string> {
  if (isRegion(region)) return given(region);
  const message = `${key} of ${owner.name} is not a region.`;
  return refuse('value-invalid', message, 'Write a region such as eu-west-1.', owner.settings.get(key));
}
