import * as fc from 'fast-check';

const name = fc.constantFrom(
  'dev',
  'default',
  'DEFAULT',
  'one',
  'two',
  'three',
  'a#b',
  'Default',
  'a b',
  'ü',
  '__proto__',
  'constructor',
  'x]y',
  '',
);
const quoted = fc
  .tuple(name, fc.constantFrom('', '"', "'", '\\', '"\\"'))
  .map(([text, quote]) => `${quote}${text}${quote}`);
const kind = fc.constantFrom(
  'profile ',
  'profile  ',
  'profile\t',
  ' profile ',
  'profile',
  'profiles ',
  'sso-session ',
  'services ',
  'plugins',
  '',
);
const tail = fc.constantFrom('', '', '', ' ', ' # c', ' junk', ']', '\t');
const header = fc
  .tuple(kind, quoted, fc.constantFrom(']', ']', ']', ']', ''), tail)
  .map((one) => `[${one.join('')}`);

const key = fc.oneof(
  fc.constantFrom(
    'region',
    'REGION',
    'role_arn',
    'aws_access_key_id',
    'aws_session_token',
    's3',
    'my key',
    'İ',
    '[x',
  ),
  fc.stringMatching(/^[a-z]{2}$/),
);
const often = <T>(usual: T, ...rare: T[]) =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...rare) });
const space = often('', ' ', '  ', '\t', '\u00A0', '\u001C', '\u0085', '\u2028', '\f', '\uFEFF');
const delimiter = often('=', ' = ', ':', '');
const value = fc.constantFrom(
  '',
  '',
  'r',
  'a = b',
  'x # c',
  'a:b',
  '"q"',
  'é',
  '%(x)s',
  '\u0000',
  'a\u001Db=c',
  '=',
);
const setting = fc.tuple(space, key, space, delimiter, space, value, space).map((parts) => parts.join(''));
const nested = fc
  .tuple(fc.constantFrom(' ', '  ', '\t', ' \u00A0'), fc.oneof(setting, setting, header))
  .map((parts) => parts.join(''));
const comment = fc.constantFrom('# c', '  ; c', '', '   ');
const odd = fc.constantFrom('rem x', '<<<<<<< HEAD', '=======', '[]', '[', ']', 'x');
const line = fc.oneof(
  { weight: 20, arbitrary: setting },
  { weight: 10, arbitrary: nested },
  { weight: 6, arbitrary: comment },
  { weight: 1, arbitrary: odd },
);
const end = often('\n', '\r\n', '\r', '\n\n');
const ended = (lines: fc.Arbitrary<string>) => fc.tuple(lines, end).map((parts) => parts.join(''));
const indented = fc.tuple(often('', ' ', '\t'), header).map((parts) => parts.join(''));
const section = fc
  .tuple(ended(indented), fc.array(ended(line), { maxLength: 5 }))
  .map(([first, rest]) => first + rest.join(''));

/** Texts that are nearly config files: all that AWS's parsers are known to differ in, at random. */
export const anyConfigText = fc
  .tuple(often('', '\uFEFF', '# c\n', 'x\n', ' k = v\n'), fc.array(section, { maxLength: 4 }))
  .map(([start, sections]) => start + sections.join(''));
