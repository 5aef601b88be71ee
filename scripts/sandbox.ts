import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { commandFolder } from '../main/command/open-command.ts';
import { commandFile } from '../main/command/write-client.ts';
import { MFA_PAGE } from '../test/sandbox/aws-server.ts';
import { prepareDataFolder } from '../test/sandbox/data-folder.ts';
import { PRACTICE_PROFILE } from '../test/sandbox/practice/databases.ts';
import { PRIVATE_DATABASE } from '../test/sandbox/private-network/nodes.ts';
import { writeShellFile } from '../test/sandbox/practice/shell-file.ts';
import { startSandbox } from '../test/sandbox/start-sandbox.ts';
import { runLatchkey } from './run-latchkey.ts';

// `npm run sandbox`: Latchkey on an AWS account in a box. This process's own AWS settings are taken away first,
// so that neither the user's files nor their keys are read.
for (const name of Object.keys(process.env)) {
  if (name.toUpperCase().startsWith('AWS_')) delete process.env[name];
}
const sandbox = await startSandbox({ practice: true, privateDatabase: true });
Object.assign(process.env, sandbox.env);
// what has a terminal has its variables already, and the login shell is not asked for one's own
process.env['TERM'] ??= 'dumb';
const dataFolder = join(sandbox.folder, 'latchkey');
await mkdir(dataFolder, { mode: 0o700 });
await prepareDataFolder(sandbox, dataFolder);

console.log(`The sandbox is on ${sandbox.url}. Two of its databases are real:`);
console.log(`  latchkey-demo (PostgreSQL) on ${sandbox.postgres?.host}:${sandbox.postgres?.port}`);
console.log(
  sandbox.mysql === null
    ? '  latchkey-demo-mysql is unreachable, because MariaDB’s server is not installed here'
    : `  latchkey-demo-mysql (MySQL) on ${sandbox.mysql.host}:${sandbox.mysql.port}`,
);
console.log(
  `The profile break-glass asks for an MFA code: ${sandbox.directory.device.code(Date.now())} now, the next ones on ${sandbox.url}${MFA_PAGE}`,
);
console.log(
  `${PRIVATE_DATABASE} is in a private subnet. Press Enter on it, and choose Session Manager when Latchkey asks.`,
);
const command = commandFile(commandFolder(dataFolder));
console.log(`From a terminal: ${command} help`);
console.log(
  `Five databases of the profile "${PRACTICE_PROFILE}" are broken. Ask Latchkey why, and apply what it gives you:`,
);
console.log(`  on ${sandbox.practiceUrl}`);
console.log(`  or in a terminal with the AWS CLI, after: . ${await writeShellFile(sandbox)}`);
console.log('In the window type "demo" and press Enter. Close the window to end the sandbox.');

try {
  process.exitCode = await runLatchkey(dataFolder);
} finally {
  await sandbox.stop();
}
process.exit();
