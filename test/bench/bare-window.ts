import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const main = `import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
app.on('window-all-closed', () => app.quit());
// not awaited here: Electron is ready only once this module has been run
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 830 });
  return window.loadFile(join(import.meta.dirname, '..', 'renderer', 'index.html'));
});
`;
const page = `<!doctype html><meta charset="utf-8"><title>Bare</title>
<input aria-label="Search" autofocus>
<div role="grid" aria-label="Databases"><div role="row" aria-selected="false">latchkey-demo PostgreSQL</div></div>
<script>
  const [search, row] = [document.querySelector('input'), document.querySelector('[role=row]')];
  search.oninput = () => row.setAttribute('aria-selected', String(row.textContent.startsWith(search.value)));
</script>
`;

/**
 * Writes the least Electron application that does what is measured: a window with a search and a row that the
 * search selects.
 *
 * @param root a folder that is laid out as the project is once it is built
 */
export async function writeBareWindow(root: string): Promise<void> {
  for (const part of ['main', 'preload', 'renderer'])
    await mkdir(join(root, 'out', part), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"name":"bare","type":"module","main":"out/main/index.js"}');
  await writeFile(join(root, 'out', 'main', 'index.js'), main);
  await writeFile(join(root, 'out', 'renderer', 'index.html'), page);
}
