import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chooseTerminal, findTerminals } from '../../../main/clients/find-terminal.ts';
import { terminalDefinitions } from '../../../main/clients/terminals.ts';
import { shellScript, temporaryFolder } from './surroundings.ts';

const script = "/home/o'n/run dir/start.sh";
const windowsScript = 'C:\\Users\\a;b\\start.ps1';
const powershell = [
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  '-NoLogo',
  '-NoProfile',
  '-Command',
];

describe('what each terminal is started with', () => {
  it.each([
    ['x-terminal-emulator', ['-e', '/bin/sh', script]],
    ['gnome-terminal', ['--', '/bin/sh', script]],
    ['ptyxis', ['--new-window', '--', '/bin/sh', script]],
    ['konsole', ['-e', '/bin/sh', script]],
    ['xfce4-terminal', ['-x', '/bin/sh', script]],
    ['ghostty', ['-e', '/bin/sh', script]],
    ['kitty', ['/bin/sh', script]],
    ['foot', ['/bin/sh', script]],
    ['alacritty', ['-e', '/bin/sh', script]],
    ['wezterm', ['start', '--', '/bin/sh', script]],
    ['xterm', ['-e', '/bin/sh', script]],
  ])('Linux: %s', (id, args) => {
    const definition = terminalDefinitions({ platform: 'linux', environment: {}, home: '/h' }).find(
      (one) => one.id === id,
    );
    expect(definition?.command('/usr/bin/it', script)).toEqual(['/usr/bin/it', ...args]);
  });

  it.each([
    ['kitty', ['/bin/sh', script]],
    ['/opt/x/wezterm', ['start', '--', '/bin/sh', script]],
    ['st', ['-e', '/bin/sh', script]],
  ])('Linux: TERMINAL=%s comes first and in its own form', (own, args) => {
    const [definition] = terminalDefinitions({
      platform: 'linux',
      environment: { TERMINAL: own },
      home: '/h',
    });
    expect(definition?.id).toBe('environment');
    expect(definition?.command('/it', script)).toEqual(['/it', ...args]);
  });

  it.each([
    ['terminal-app', ['/usr/bin/open', '-a', '/A/T.app', script]],
    ['iterm2', ['/usr/bin/open', '-a', '/A/T.app', script]],
    [
      'ghostty',
      [
        '/usr/bin/open',
        '-na',
        '/A/T.app',
        '--args',
        '--quit-after-last-window-closed=true',
        '--window-save-state=never',
        "--initial-command=/bin/sh '/home/o'\\''n/run dir/start.sh'",
      ],
    ],
    ['wezterm', ['/A/T.app/Contents/MacOS/wezterm', 'start', '--', '/bin/sh', script]],
    ['kitty', ['/A/T.app/Contents/MacOS/kitty', '/bin/sh', script]],
    ['warp', ['/usr/bin/open', '-a', '/A/T.app', script]],
  ])('macOS: %s', (id, command) => {
    const definitions = terminalDefinitions({
      platform: 'darwin',
      environment: { TERMINAL: 'kitty' },
      home: '/Users/a',
    });
    expect(definitions.find((definition) => definition.id === id)?.command('/A/T.app', script)).toEqual(
      command,
    );
    expect(definitions).toHaveLength(6);
  });

  it('Windows: PowerShell in a tab or in a console of its own', () => {
    const environment = { SystemRoot: 'C:\\Windows', LOCALAPPDATA: 'C:\\Users\\a;b\\AppData\\Local' };
    const definitions = terminalDefinitions({ platform: 'win32', environment, home: 'C:\\Users\\a;b' });
    const [inTab, inConsole] = definitions.map((definition) => [
      definition.id,
      ...definition.command('C:\\it.exe', windowsScript),
    ]);
    const run = inConsole?.at(-1) ?? '';
    expect(inConsole).toEqual(['conhost', 'C:\\it.exe', ...powershell, run]);
    // a semicolon separates commands of Windows Terminal's own
    expect(inTab).toEqual([
      'windows-terminal',
      'C:\\it.exe',
      'new-tab',
      ...powershell,
      run.replaceAll(';', '\\;'),
    ]);
    // as a text and not as a file, which a policy may refuse; nothing on the way takes a word without double quotes apart
    expect(run).toContain("& ([ScriptBlock]::Create([IO.File]::ReadAllText('C:\\Users\\a;b\\start.ps1')))");
    expect(run).toMatch(/^if \(\$ExecutionContext\.SessionState\.LanguageMode -ne 'FullLanguage'\)/);
    // where a policy forbids it Latchkey is told, and waits no longer
    expect(run).toContain("'language' > 'C:\\Users\\a;b\\refused'; $null = Read-Host");
    expect(run).not.toContain('"');
    expect(definitions[0]?.look).toEqual({
      program: 'wt',
      folders: ['C:\\Users\\a;b\\AppData\\Local\\Microsoft\\WindowsApps'],
    });
  });
});

describe('a terminal that does not run the script', () => {
  it.each([
    ['terminal-app', /^Your shell may have asked/],
    ['iterm2', /^iTerm2 asks before it runs a script/],
    ['warp', /^Warp’s versions of April and May 2026/],
    ['kitty', undefined],
  ])('macOS: %s has its usual cause', (id, hint) => {
    const definitions = terminalDefinitions({ platform: 'darwin', environment: {}, home: '/Users/a' });
    const { ifSilent } = definitions.find((one) => one.id === id) ?? {};
    if (hint === undefined) expect(ifSilent).toBeUndefined();
    else expect(ifSilent).toMatch(hint);
  });
});

describe('choosing a terminal', () => {
  it('takes the first that is there, or the one that the settings name', async () => {
    const folder = temporaryFolder();
    const [xterm, kitty] = ['xterm', 'kitty'].map((name) => shellScript(join(folder, name), ''));
    const locations = {
      platform: 'linux',
      environment: { DISPLAY: ':0' },
      home: folder,
      path: folder,
    } as const;
    const ids = (await findTerminals(locations)).map(({ definition }) => definition.id);
    // the machine that runs the test may have terminals in /usr/bin
    expect(ids.filter((id) => id === 'kitty' || id === 'xterm')).toEqual(['kitty', 'xterm']);
    expect(await chooseTerminal('xterm', locations)).toMatchObject({ ok: true, value: { found: xterm } });
    expect(await chooseTerminal('kitty', locations)).toMatchObject({ ok: true, value: { found: kitty } });
  });

  it('says that there is no display, and tries $TERMINAL all the same', async () => {
    const folder = temporaryFolder();
    shellScript(join(folder, 'xterm'), '');
    const locations = {
      platform: 'linux',
      environment: { DISPLAY: '' },
      home: folder,
      path: folder,
    } as const;
    expect(await chooseTerminal('auto', locations)).toMatchObject({
      error: { code: 'terminal-not-found', message: 'There is no display to open a terminal on.' },
    });
    expect(await findTerminals(locations)).toEqual([]);
    const own = shellScript(join(folder, 'mine'), '');
    for (const named of ['mine', own]) {
      const chosen = await chooseTerminal('auto', { ...locations, environment: { TERMINAL: named } });
      expect(chosen).toMatchObject({ ok: true, value: { found: own } });
    }
  });

  it('offers foot on Wayland only, and says so', async () => {
    const folder = temporaryFolder();
    const foot = shellScript(join(folder, 'foot'), '');
    const locations = { platform: 'linux', home: folder, path: folder } as const;
    const onX11 = { ...locations, environment: { DISPLAY: ':0' } };
    expect((await findTerminals(onX11)).map(({ found }) => found)).not.toContain(foot);
    expect(await chooseTerminal('foot', onX11)).toMatchObject({
      error: {
        message: 'foot opens on Wayland only, and this session is X11.',
        hint: 'Choose another terminal in the settings.',
      },
    });
    const onWayland = { ...locations, environment: { WAYLAND_DISPLAY: 'wayland-0' } };
    expect(await chooseTerminal('foot', onWayland)).toMatchObject({ ok: true, value: { found: foot } });
  });

  it('says in WSL without a display how to get one', async () => {
    const folder = temporaryFolder();
    const environment = { WSL_DISTRO_NAME: 'Ubuntu' };
    const locations = { platform: 'linux', environment, home: folder, path: folder } as const;
    expect(await chooseTerminal('auto', locations)).toMatchObject({
      error: { hint: expect.stringContaining('“wsl --update”') },
    });
  });

  it('says what it looked for and where', async () => {
    const folder = temporaryFolder();
    const environment = { TERMINAL: 'no-such-terminal', DISPLAY: ':0' };
    const locations = { platform: 'linux', environment, home: folder, path: folder } as const;
    expect(await chooseTerminal('environment', locations)).toEqual({
      ok: false,
      error: {
        code: 'terminal-not-found',
        message: 'No terminal was found: looked for no-such-terminal.',
        hint: `Looked on PATH (${folder}). Choose another terminal in the settings.`,
      },
    });
  });

  it('finds macOS applications by their folders', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'Applications', 'iTerm.app'), { recursive: true });
    const locations = { platform: 'darwin', environment: {}, home, path: '' } as const;
    const chosen = await chooseTerminal('iterm2', locations);
    expect(chosen).toMatchObject({ ok: true, value: { definition: { id: 'iterm2' } } });
  });
});
