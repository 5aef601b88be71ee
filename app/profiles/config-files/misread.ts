import type { Steps } from '../../common/steps.ts';
import type { WrittenSection, WrittenSetting } from './document.ts';
import type { Fault } from './faults.ts';
import { knownKeys } from './known-keys.ts';
import type { ConfigFile } from './model.ts';
import { splitLines, strip } from './python-text.ts';
import { shellWords } from './shell-words.ts';

/**
 * What a section says that the AWS CLI takes in another sense than its writer may have meant: it accepts
 * the file, so the section counts as it stands, and this is said of it.
 */
export function* misreadingsOf(section: WrittenSection, file: ConfigFile): Steps<readonly Fault[]> {
  const found = headerMisread(section, file);
  for (const setting of section.settings) {
    const inBlock = setting.value.startsWith('\n');
    const misread = yield* inBlock ? keysTwiceInBlock(setting) : continuationMisread(setting);
    for (const one of misread) found.push(one);
    yield;
  }
  return found;
}

function headerMisread({ header, line }: WrittenSection, file: ConfigFile): Fault[] {
  if (file === 'config') return [];
  const words = shellWords(header);
  const [first, name] = words ?? [];
  if (first === 'profile' && name !== undefined && words?.length === 2) {
    return [{ line, what: `in the credentials file this is a profile named "${header}"; write [${name}]` }];
  }
  if (first === 'sso-session') {
    const what = `in the credentials file this is a profile named "${header}"; SSO sessions belong in the config file`;
    return [{ line, what }];
  }
  const bare = words?.length === 1 && first !== header ? first : undefined;
  if (bare === undefined) return [];
  return [{ line, what: `in the credentials file quotes are part of the name; write [${bare}]` }];
}

function* continuationMisread({ key, line, parts }: WrittenSetting): Steps<Fault[]> {
  const what = `this line is indented, so it is part of ${key} on line ${line}; start it in the first column`;
  const misread: Fault[] = [];
  for (const [at, part] of parts.entries()) {
    if (at > 0 && looksLikeItsOwn(part.text)) misread.push({ line: part.line, what });
    yield;
  }
  return misread;
}

/** Whether a continuation line would be a section or a setting that Latchkey knows if it were not indented. */
function looksLikeItsOwn(text: string): boolean {
  if (text.startsWith('[') && text.endsWith(']')) return true;
  const at = text.search(/[=:]/);
  return at > 0 && knownKeys.has(strip(text.slice(0, at)).toLowerCase());
}

/** In a nested block the AWS CLI takes the last of two settings with one key. */
function* keysTwiceInBlock({ key: block, parts }: WrittenSetting): Steps<Fault[]> {
  const lines = new Map<string, number>();
  const twice: Fault[] = [];
  for (const { line, text } of parts) {
    for (const one of splitLines(text)) {
      const key = strip(one.slice(0, Math.max(one.indexOf('='), 0)));
      const before = lines.get(key);
      if (before !== undefined) {
        twice.push({ line: before, what: `${key} in ${block} is set again on line ${line}, which counts` });
      }
      lines.set(key, line);
    }
    yield;
  }
  return twice;
}
