import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findChromium } from './find-chromium.ts';
import { icns, ico, type Picture } from './icon-containers.ts';

// `npm run icons`: draws `build/*.svg` into every picture that the packages and the tray need.
const build = join(import.meta.dirname, '..', 'build');
const images = join(import.meta.dirname, '..', 'main', 'electron', 'images');

/** Up to this side, in pixels, the small drawing is used. */
const SMALL = 32;
/** What macOS leaves free around the ground is cut off elsewhere, but for a little: a window of the drawing. */
const CLOSE = 'viewBox="76 76 872 872"';

const executablePath = findChromium();
if (executablePath === null) throw new Error('No Chromium or Chrome here: run `npm run setup`.');
const browser = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage();
const [large, small, tray] = await Promise.all(
  ['icon.svg', 'icon-small.svg', 'tray.svg'].map((name) => readFile(join(build, name), 'utf8')),
);
if (large === undefined || small === undefined || tray === undefined)
  throw new Error('A drawing is missing.');
const close = large.replace(/viewBox="[^"]*"/, CLOSE);

const app = async (side: number): Promise<Picture> => draw(page, side <= SMALL ? small : close, side);
const mac = async (side: number): Promise<Picture> => draw(page, side <= SMALL ? small : large, side);
const each = async (sides: readonly number[], one: typeof app): Promise<Picture[]> => {
  const pictures: Picture[] = [];
  for (const side of sides) pictures.push(await one(side));
  return pictures;
};

await mkdir(join(build, 'icons'), { recursive: true });
await mkdir(images, { recursive: true });
for (const { side, png } of await each([16, 24, 32, 48, 64, 128, 256, 512], app)) {
  await writeFile(join(build, 'icons', `${side}x${side}.png`), png);
}
await writeFile(join(build, 'icon.ico'), ico(await each([16, 24, 32, 48, 64, 128, 256], app)));
await writeFile(join(build, 'icon.icns'), icns(await each([32, 64, 128, 256, 512, 1024], mac)));
await writeFile(join(images, 'window.png'), (await app(128)).png);
for (const side of [16, 32]) {
  await writeFile(join(images, `tray-${side}.png`), (await draw(page, small, side)).png);
  await writeFile(join(images, `tray-template-${side}.png`), (await draw(page, tray, side)).png);
}
await browser.close();

/** A drawing at a size, on nothing. */
async function draw(on: Page, svg: string, side: number): Promise<Picture> {
  await on.setViewportSize({ width: side, height: side });
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
  await on.setContent(
    `<style>*{margin:0}img{display:block;width:100vw;height:100vh}</style><img src="${source}">`,
  );
  await on.locator('img').evaluate(async (image) => {
    if (image instanceof HTMLImageElement) await image.decode();
  });
  return { side, png: await on.screenshot({ omitBackground: true }) };
}
