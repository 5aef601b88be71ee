/**
 * Unit tests of what only POSIX systems have, and what that is: they are left out on Windows. A test that is about all
 * systems asks for `process.platform` where it needs to, and is not in this list.
 */
const shell = 'programs that are shell scripts';
const rights = 'the rights of files (0600)';
const links = 'symbolic links, which Windows lets few people make';

/** The files, from the project's folder on, and why each is left out on Windows. */
export const posixTests: Readonly<Record<string, string>> = {
  'test/app/doctor/policy/formats.test.ts': shell,
  'test/main/log/logger.test.ts': rights,
  'test/main/gateway/local-passwords.test.ts': rights,
  'test/main/profiles/kill-during-write.test.ts': 'signals that end a program at once',
  'test/main/profiles/write-config-files.test.ts': `${rights}, ${links}`,
  'test/main/profiles/read-config-files.test.ts': links,
  'test/main/window/serve-renderer.test.ts': links,
  'test/main/connections/kill-during-save.test.ts': 'signals that end a program at once',
  'test/main/connections/bad-disk.test.ts': rights,
  'test/main/files/data-folder.test.ts': `${rights}, ${links}`,
  'test/main/files/json-file.test.ts': `${rights}, ${links}`,
  'test/main/endpoints/scan-cache-file.test.ts': `${rights}, ${links}`,
  'test/main/command/server.test.ts': 'Unix sockets',
  'test/main/command/client.test.ts': shell,
  'test/main/command/link.test.ts': links,
  'test/main/clients/faults.test.ts': shell,
  'test/main/clients/launcher.test.ts': shell,
  'test/main/clients/open-window.test.ts': shell,
  'test/main/clients/run-folder.test.ts': rights,
  'test/main/clients/failed-at-once.test.ts': shell,
  'test/main/clients/find-programs.test.ts': `${shell}, ${links}`,
  'test/main/clients/posix-script.test.ts': shell,
  'test/main/clients/terminals.test.ts': shell,
  'test/main/clients/locate.test.ts': shell,
  'test/main/tunnels/ssh/askpass.test.ts': `${shell}, Unix sockets`,
  'test/main/tunnels/ssh/private-folder.test.ts': `${rights}, ${links}`,
};

/** Of the unit tests those that are left out on a system. */
export function leftOutOn(platform: NodeJS.Platform): readonly string[] {
  return platform === 'win32' ? Object.keys(posixTests) : [];
}
