import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { refusedImports } from './imports/rules.ts';

// Says which imports the layers' rules refuse, and fails where there are any.
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'app', 'main', 'renderer'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.tsx?$/.test(file));
const refused = files.flatMap((file) => {
  try {
    return refusedImports(file, readFileSync(file, 'utf8'));
  } catch {
    // a file that git still lists and that is gone imports nothing
    return [];
  }
});
for (const { file, specifier } of refused) console.error(`${file} may not import ${specifier}`);
if (refused.length > 0) process.exit(1);
console.log(`${files.length} files import only what their layer and module may.`);
