import type { Platform } from '../model.ts';
import type { ClientDefinition, InstallLocation } from './definition.ts';
import { dataSourceSetUp } from './jetbrains-entry.ts';
import { everywhere, inWindow } from './window.ts';

interface Ide {
  readonly id: string;
  readonly name: string;
  /** Its macOS bundles, without `.app`. */
  readonly bundles: readonly string[];
  /** Its launcher, and its folder under Toolbox on Linux. */
  readonly launcher: string;
  readonly snap: string;
  readonly flatpak: string;
  /** Its folder on Windows; stand-alone, the version follows. */
  readonly folder: string;
}

/**
 * Where an IDE is: stand-alone, by Toolbox 2 (`Programs` on Windows, `apps` on Linux, whose launchers are in
 * `scripts`), snap and Flatpak (JetBrains help, "Command-line interface" and Toolbox App help).
 */
function locations({
  bundles,
  launcher,
  snap,
  flatpak,
  folder,
}: Ide): Readonly<Record<Platform, readonly InstallLocation[]>> {
  const toolbox = '{home}/.local/share/JetBrains/Toolbox';
  const folders = [
    `${toolbox}/scripts`,
    `${toolbox}/apps/${launcher}/bin`,
    '/usr/local/bin',
    '/usr/bin',
    '/snap/bin',
    `/opt/${launcher}/bin`,
  ];
  return {
    darwin: bundles.map((bundle) => ({ kind: 'application', bundle: `${bundle}.app` })),
    win32: [
      {
        kind: 'program',
        name: `${launcher}64`,
        folders: [
          `{LOCALAPPDATA}\\Programs\\${folder}\\bin`,
          `{ProgramFiles}\\JetBrains\\${folder} *\\bin`,
          `{ProgramFiles}\\JetBrains\\${folder}\\bin`,
        ],
      },
    ],
    linux: [
      { kind: 'program', name: launcher, folders },
      { kind: 'program', name: `${launcher}.sh`, folders: folders.filter((one) => one.endsWith('/bin')) },
      { kind: 'program', name: snap, folders: ['/snap/bin'] },
      { kind: 'flatpak', app: flatpak },
    ],
  };
}

/**
 * An IDE. Nothing in its command line opens a data source: it takes files and folders only (DataGrip help, "Open files
 * from the command line"); `datagrip dataSources manage` (2026.2) changes entries, and opens none. So it is started,
 * or brought to the front, and the entry that was set up once leads to the gateway.
 */
function jetbrains(ide: Ide): ClientDefinition {
  const { id, name } = ide;
  return {
    id,
    name,
    runsIn: 'window',
    families: ['postgres', 'mysql', 'mariadb'],
    locations: locations(ide),
    install: {
      darwin: 'install it with JetBrains Toolbox',
      win32: 'install it with JetBrains Toolbox',
      linux: 'install it with JetBrains Toolbox',
    },
    methods: [
      {
        route: 'gateway',
        delivery: 'none',
        on: everywhere,
        says: `Starts ${name}; open the entry from “Set up in ${name}” there: it leads to the gateway.`,
        plan: (_to, _password, { platform }) => inWindow(name, platform, {}),
      },
    ],
    whyNoToken: `${name} gets no connection when it starts, and keeps the password that you type.`,
    setUp: dataSourceSetUp(name, id === 'datagrip'),
  };
}

const ides: readonly Ide[] = [
  {
    id: 'datagrip',
    name: 'DataGrip',
    bundles: ['DataGrip'],
    launcher: 'datagrip',
    snap: 'datagrip',
    flatpak: 'com.jetbrains.DataGrip',
    folder: 'DataGrip',
  },
  {
    id: 'intellij-idea',
    name: 'IntelliJ IDEA',
    bundles: ['IntelliJ IDEA', 'IntelliJ IDEA Ultimate'],
    launcher: 'idea',
    snap: 'intellij-idea-ultimate',
    flatpak: 'com.jetbrains.IntelliJ-IDEA-Ultimate',
    folder: 'IntelliJ IDEA',
  },
  {
    id: 'pycharm',
    name: 'PyCharm',
    bundles: ['PyCharm', 'PyCharm Professional Edition'],
    launcher: 'pycharm',
    snap: 'pycharm-professional',
    flatpak: 'com.jetbrains.PyCharm-Professional',
    folder: 'PyCharm',
  },
  {
    id: 'goland',
    name: 'GoLand',
    bundles: ['GoLand'],
    launcher: 'goland',
    snap: 'goland',
    flatpak: 'com.jetbrains.GoLand',
    folder: 'GoLand',
  },
  {
    id: 'phpstorm',
    name: 'PhpStorm',
    bundles: ['PhpStorm'],
    launcher: 'phpstorm',
    snap: 'phpstorm',
    flatpak: 'com.jetbrains.PhpStorm',
    folder: 'PhpStorm',
  },
  {
    id: 'webstorm',
    name: 'WebStorm',
    bundles: ['WebStorm'],
    launcher: 'webstorm',
    snap: 'webstorm',
    flatpak: 'com.jetbrains.WebStorm',
    folder: 'WebStorm',
  },
  {
    id: 'rider',
    name: 'Rider',
    bundles: ['Rider'],
    launcher: 'rider',
    snap: 'rider',
    flatpak: 'com.jetbrains.Rider',
    folder: 'JetBrains Rider',
  },
  {
    id: 'rubymine',
    name: 'RubyMine',
    bundles: ['RubyMine'],
    launcher: 'rubymine',
    snap: 'rubymine',
    flatpak: 'com.jetbrains.RubyMine',
    folder: 'RubyMine',
  },
  {
    id: 'clion',
    name: 'CLion',
    bundles: ['CLion'],
    launcher: 'clion',
    snap: 'clion',
    flatpak: 'com.jetbrains.CLion',
    folder: 'CLion',
  },
];

/** DataGrip, and the other JetBrains IDEs whose paid editions have its Database tool window. */
export const jetbrainsIdes: readonly ClientDefinition[] = ides.map(jetbrains);
