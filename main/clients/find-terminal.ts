import { stat } from 'node:fs/promises';
import type { TerminalId } from '../../app/clients/model.ts';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { findProgram } from './find-programs.ts';
import type { TerminalDefinition } from './terminal-definition.ts';
import { terminalDefinitions, type TerminalCircumstances } from './terminals.ts';

/** A terminal that is there. */
export interface FoundTerminal {
  readonly definition: TerminalDefinition;
  /** The program's or application's full path. */
  readonly found: string;
}

/** Where terminals are looked for. */
export interface TerminalSearch extends TerminalCircumstances {
  /** PATH as the user's login shell has it. */
  readonly path: string;
}

/** Every terminal that is there and can open a window now, in order of choice. */
export async function findTerminals(locations: TerminalSearch): Promise<readonly FoundTerminal[]> {
  const looked = await Promise.all(
    terminalDefinitions(locations)
      .filter((definition) => canOpen(definition, locations))
      .map(async (definition) => ({ definition, found: await locate(definition, locations) })),
  );
  return looked.flatMap(({ definition, found }) => (found === null ? [] : [{ definition, found }]));
}

/**
 * The terminal that the settings name, or the first that is there.
 *
 * @returns `terminal-not-found`, saying what was looked for and where, or that there is no display
 */
export async function chooseTerminal(
  wanted: TerminalId | 'auto',
  locations: TerminalSearch,
): Promise<Result<FoundTerminal>> {
  const present = await findTerminals(locations);
  const chosen = wanted === 'auto' ? present[0] : present.find(({ definition }) => definition.id === wanted);
  if (chosen !== undefined) return succeed(chosen);
  const definitions = terminalDefinitions(locations).filter(
    (definition) => wanted === 'auto' || definition.id === wanted,
  );
  if (definitions.length > 0 && !definitions.some((definition) => canOpen(definition, locations)))
    return noDisplay(definitions, locations);
  const names = definitions.map((definition) => definition.name).join(', ') || wanted;
  const where = definitions.flatMap((definition) =>
    'applications' in definition.look ? definition.look.applications : definition.look.folders,
  );
  const folders = [...new Set(where)].join(', ');
  return fail('terminal-not-found', `No terminal was found: looked for ${names}.`, {
    hint: `Looked on PATH (${locations.path})${folders === '' ? '' : ` and in ${folders}`}. ${nextStep(wanted, locations)}`.slice(
      0,
      4_000,
    ),
  });
}

function nextStep(wanted: TerminalId | 'auto', { platform }: TerminalSearch): string {
  if (wanted !== 'auto') return 'Choose another terminal in the settings.';
  return platform === 'linux'
    ? 'Install one, or name yours in the variable TERMINAL.'
    : 'Install one of them.';
}

function noDisplay(
  definitions: readonly TerminalDefinition[],
  { environment }: TerminalSearch,
): Result<never> {
  const [only] = definitions;
  if (only?.needs === 'Wayland' && isSet(environment['DISPLAY'])) {
    return fail('terminal-not-found', `${only.name} opens on Wayland only, and this session is X11.`, {
      hint: 'Choose another terminal in the settings.',
    });
  }
  // WSL sets this name in every distribution (Microsoft Learn, "Advanced settings configuration in WSL")
  const inWsl = isSet(environment['WSL_DISTRO_NAME']);
  return fail('terminal-not-found', 'There is no display to open a terminal on.', {
    hint: inWsl
      ? 'WSL has a display where WSLg runs: type “wsl --update” and “wsl --shutdown” in Windows. Or run Latchkey on Windows itself, or copy the token.'
      : 'Neither DISPLAY nor WAYLAND_DISPLAY is set. Start Latchkey in a desktop session, or copy the token.',
  });
}

/** Whether a terminal has what it opens its window on. */
function canOpen({ needs }: TerminalDefinition, { environment }: TerminalSearch): boolean {
  if (needs === 'nothing') return true;
  const isWayland = isSet(environment['WAYLAND_DISPLAY']);
  return isWayland || (needs === 'a display' && isSet(environment['DISPLAY']));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

async function locate(definition: TerminalDefinition, locations: TerminalSearch): Promise<string | null> {
  if ('applications' in definition.look) {
    for (const application of definition.look.applications) {
      if ((await stat(application).catch(() => null))?.isDirectory()) return application;
    }
    return null;
  }
  const { program, folders } = definition.look;
  return (await findProgram(program, { platform: locations.platform, path: locations.path, folders }))
    .program;
}
