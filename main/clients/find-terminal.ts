import { stat } from 'node:fs/promises';
import type { TerminalId } from '../../app/clients/model.ts';
import { fail, succeed, type Result } from '../../app/failure.ts';
import { findProgram } from './find-programs.ts';
import type { TerminalForm } from './terminal-form.ts';
import { terminalForms, type TerminalCircumstances } from './terminals.ts';

/** A terminal that is there. */
export interface FoundTerminal {
  readonly form: TerminalForm;
  /** The program's or application's full path. */
  readonly found: string;
}

/** Where terminals are looked for. */
export interface TerminalPlaces extends TerminalCircumstances {
  /** PATH as the user's login shell has it. */
  readonly path: string;
}

/** Every terminal that is there and can open a window now, in order of choice. */
export async function findTerminals(places: TerminalPlaces): Promise<readonly FoundTerminal[]> {
  const looked = await Promise.all(
    terminalForms(places)
      .filter((form) => canOpen(form, places))
      .map(async (form) => ({ form, found: await locate(form, places) })),
  );
  return looked.flatMap(({ form, found }) => (found === null ? [] : [{ form, found }]));
}

/**
 * The terminal that the settings name, or the first that is there.
 *
 * @returns `terminal-not-found`, saying what was looked for and where, or that there is no display
 */
export async function chooseTerminal(
  wanted: TerminalId | 'auto',
  places: TerminalPlaces,
): Promise<Result<FoundTerminal>> {
  const present = await findTerminals(places);
  const chosen = wanted === 'auto' ? present[0] : present.find(({ form }) => form.id === wanted);
  if (chosen !== undefined) return succeed(chosen);
  const forms = terminalForms(places).filter((form) => wanted === 'auto' || form.id === wanted);
  if (forms.length > 0 && !forms.some((form) => canOpen(form, places))) return noDisplay(forms, places);
  const names = forms.map((form) => form.name).join(', ') || wanted;
  const where = forms.flatMap((form) =>
    'applications' in form.look ? form.look.applications : form.look.folders,
  );
  const folders = [...new Set(where)].join(', ');
  return fail('terminal-not-found', `No terminal was found: looked for ${names}.`, {
    hint: `Looked on PATH (${places.path})${folders === '' ? '' : ` and in ${folders}`}. ${nextStep(wanted, places)}`.slice(
      0,
      4_000,
    ),
  });
}

function nextStep(wanted: TerminalId | 'auto', { platform }: TerminalPlaces): string {
  if (wanted !== 'auto') return 'Choose another terminal in the settings.';
  return platform === 'linux'
    ? 'Install one, or name yours in the variable TERMINAL.'
    : 'Install one of them.';
}

function noDisplay(forms: readonly TerminalForm[], { environment }: TerminalPlaces): Result<never> {
  const [only] = forms;
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
function canOpen({ needs }: TerminalForm, { environment }: TerminalPlaces): boolean {
  if (needs === 'nothing') return true;
  const isWayland = isSet(environment['WAYLAND_DISPLAY']);
  return isWayland || (needs === 'a display' && isSet(environment['DISPLAY']));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

async function locate(form: TerminalForm, places: TerminalPlaces): Promise<string | null> {
  if ('applications' in form.look) {
    for (const application of form.look.applications) {
      if ((await stat(application).catch(() => null))?.isDirectory()) return application;
    }
    return null;
  }
  const { program, folders } = form.look;
  return (await findProgram(program, { platform: places.platform, path: places.path, folders })).program;
}
