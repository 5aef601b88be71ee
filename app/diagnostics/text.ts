import { redact } from '../common/text/redact.ts';
import type { Settings } from '../settings/model.ts';
import { hidePeople } from './hide-people.ts';
import type { Person, Versions } from './model.ts';

/** Settings whose value is one of a few, and says nothing of the user. Of any other text only that it is set is told. */
const TOLD: ReadonlySet<string> = new Set<keyof Settings>([
  'theme',
  'regions',
  'clearClipboardAfter',
  'terminal',
  'updateChannel',
]);

/** What diagnostics are made of. */
export interface DiagnosticsInput {
  readonly versions: Versions;
  readonly settings: Settings;
  /** The newest lines of the log, the oldest of them first. */
  readonly lines: readonly string[];
  readonly person: Person;
}

/**
 * The text that "Copy diagnostics" copies, to be pasted where help is asked for: what runs here, the settings and the
 * end of the log, without secrets and without what names people.
 */
export function diagnosticsText({ versions, settings, lines, person }: DiagnosticsInput): string {
  const { latchkey, electron, chromium, node, os } = versions;
  const text = [
    `Latchkey ${latchkey}`,
    `Electron ${electron ?? 'none'}`,
    ...(chromium === null ? [] : [`Chromium ${chromium}`]),
    `Node ${node}`,
    `System ${os}`,
    '',
    'Settings',
    ...Object.entries(settings).map(([name, value]) => `  ${name}: ${toldOf(name, value)}`),
    '',
    lines.length === 0 ? 'The log is empty.' : 'The end of the log',
    ...lines,
    '',
  ].join('\n');
  return hidePeople(redact(text), person);
}

function toldOf(name: string, value: Settings[keyof Settings]): string {
  if (value === null) return 'not set';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (Array.isArray(value) && value.length === 0) return 'none';
  if (Array.isArray(value)) {
    return TOLD.has(name) ? value.filter((one) => typeof one === 'string').join(', ') : 'set';
  }
  // what is set for profiles or databases has their names
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'none' : 'set';
  return TOLD.has(name) ? value : 'set';
}
