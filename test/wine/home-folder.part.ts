import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { win32 } from 'node:path';
import { hasEntry, withEntry, withoutEntry } from '../../main/command/path-entries.ts';
import { awsHome } from '../../main/profiles/aws-home.ts';
import { configPaths } from '../../main/profiles/config-paths.ts';
import { runPart } from './parts.ts';

await runPart('home folder', {
  'it is the one that Windows has, whatever HOME says': () => {
    process.env['HOME'] = 'C:\\msys64\\home\\dana';
    assert.equal(process.platform, 'win32');
    assert.equal(awsHome(process.env, process.platform), homedir());
    assert.equal(awsHome({}, 'win32'), homedir());
    assert.equal(configPaths(process.env).config, win32.join(homedir(), '.aws', 'config'));
  },
  'USERPROFILE moves it, in the list and in Node': () => {
    process.env['USERPROFILE'] = 'D:\\Zoë';
    assert.equal(awsHome(process.env, 'win32'), homedir());
    assert.equal(configPaths(process.env).credentials, 'D:\\Zoë\\.aws\\credentials');
  },
  'this process’s own PATH takes an entry and loses it again': () => {
    const before = process.env['PATH'] ?? '';
    const folder = 'C:\\users\\Zoë\\command';
    assert.equal(hasEntry(withEntry(before, folder), folder.toUpperCase()), true);
    assert.equal(withoutEntry(withEntry(before, folder), folder), before);
  },
});
