import * as fc from 'fast-check';
import type { AddedSection, ConfigEdit } from '../../../../app/profiles/config-files/edits.ts';
import { readAwsConfig } from '../../../../app/profiles/config-files/read-config.ts';
import { anyConfigText } from './any-config-text.ts';

const letters = fc.stringMatching(/^[a-z0-9_.@+%:/-]{1,12}$/);

/** Names that a new profile or session can have, some of them with spaces and letters of other scripts. */
export const anyNewName = fc
  .oneof(
    letters,
    letters,
    fc.tuple(letters, letters).map((parts) => parts.join(' ')),
    fc.constantFrom(
      'ünï',
      '日本',
      'a#b',
      'a;b',
      'x=y',
      '(a)',
      "{'".slice(0, 1),
      '💾',
      'Default',
      'profile',
      '=',
      ':',
    ),
  )
  .map((name) => `n${name}`);

const anyValue = fc.oneof(
  letters,
  fc.constantFrom(
    'arn:aws:iam::123456789012:role/x',
    'a = b',
    'https://x/#/',
    'a b',
    '"q"',
    'é',
    '[x]',
    '%(x)s',
  ),
);
const anySection: fc.Arbitrary<AddedSection> = fc.record({
  kind: fc.constantFrom('profile', 'profile', 'sso-session'),
  name: anyNewName,
  file: fc.constant('config'),
  settings: fc.uniqueArray(
    fc.tuple(fc.constantFrom('region', 'role_arn', 'source_profile', 'output'), anyValue),
    {
      maxLength: 3,
      selector: ([key]) => key,
    },
  ),
});

/** Files of any shape with a change to them that names what is in them, where it does not add to them. */
export const anyEdit = fc
  .tuple(
    anyConfigText,
    anyConfigText,
    anyNewName,
    fc.nat(),
    fc.array(anySection, { minLength: 1, maxLength: 3 }),
    fc.nat(2),
  )
  .map(
    ([config, credentials, to, pick, sections, kind]): {
      config: string;
      credentials: string;
      edit: ConfigEdit;
    } => {
      const names = [...readAwsConfig({ config, credentials }).profiles.keys()];
      const name = names[pick % Math.max(names.length, 1)];
      if (kind === 0 || name === undefined) {
        // a file without profiles takes new ones all the same
        return { config, credentials, edit: { kind: 'add', sections } };
      }
      const edit: ConfigEdit =
        kind === 1 ? { kind: 'rename', from: name, to } : { kind: 'remove', profile: name };
      return { config, credentials, edit };
    },
  );
