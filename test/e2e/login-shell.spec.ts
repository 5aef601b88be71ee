import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from './fixtures.ts';

// in Electron alone: the Chromium host runs in the suite's own process, which would keep what the shell has said
test('started without a terminal, AWS’s files are where the login shell says', async ({ start }, info) => {
  const config = info.outputPath('config');
  const shell = info.outputPath('shell');
  mkdirSync(dirname(config), { recursive: true });
  writeFileSync(config, '[profile from-the-login-shell]\nregion = eu-west-1\n');
  writeFileSync(
    shell,
    `#!/bin/sh\nAWS_CONFIG_FILE='${config}'\nexport AWS_CONFIG_FILE\nexec /bin/sh -c "$2"\n`,
  );
  chmodSync(shell, 0o755);
  const { page } = await start({ env: { TERM: '', SHELL: shell, AWS_CONFIG_FILE: '' } });
  const profiles = page.getByRole('list', { name: 'AWS profiles' });
  await expect(profiles.getByText('from-the-login-shell')).toBeVisible();
});
