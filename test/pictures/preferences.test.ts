import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { select, type Shot } from './connection-shots.ts';
import { shots } from './shots.ts';
import { openStudio, settled, wrongWith, type Studio, type Theme } from './studio.ts';

/* What the system prefers, and what only a real pointer shows: in the window as it is built, laid out by Chromium. */

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
}, 120_000);
afterAll(() => studio.close());

function shot(name: string): Shot {
  const found = shots.find(([one]) => one === name);
  if (found === undefined) throw new Error(`There is no shot ${name}.`);
  return found;
}

/** The upper edge of an element as it is seen: what marks one is at its edge, or fills it. */
async function looksOf(page: Page, selector: string): Promise<string> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not there.`);
  // above its text, and as much of it as the smallest has
  const clip = { x: box.x + 12, y: box.y, width: 40, height: 4 };
  await settled(page);
  return (await page.screenshot({ clip })).toString('base64');
}

async function change(page: Page, theme: Theme): Promise<void> {
  await page.evaluate((to) => {
    const change: unknown = Reflect.get(globalThis, 'changeTheme');
    if (typeof change === 'function') change(to);
  }, theme);
  await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
}

describe('more contrast', () => {
  it.for(['list', 'connections', 'connection-edit', 'settings', 'soon'])(
    'gives every text of “%s” seven to one, in both themes',
    async (name) => {
      const found = await studio.visit(shot(name), { contrast: 'more' }, async (page) => {
        const findings: string[] = [];
        for (const theme of ['light', 'dark'] as const) {
          await change(page, theme);
          await settled(page);
          const wrong = await wrongWith(page, { only: ['color-contrast-enhanced'] });
          findings.push(...wrong.map((one) => `${theme}: ${one}`));
        }
        return findings;
      });
      expect(found).toEqual([]);
    },
  );
});

describe('forced colours', () => {
  const forced = { forcedColors: 'active' } as const;

  it('show which row is selected, and that the list has the focus', async () => {
    await studio.visit(shot('connections'), forced, async (page) => {
      const selected = '[role=row][aria-selected=true]';
      const look = await looksOf(page, selected);
      expect(look).not.toBe(await looksOf(page, '[role=row][aria-selected=false]'));
      await page.getByRole('grid').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowUp');
      expect(await looksOf(page, selected)).not.toBe(look);
    });
  });

  it('show where one is, and which filter is on', async () => {
    await studio.visit(shot('list'), forced, async (page) => {
      expect(await looksOf(page, '[data-nav][aria-current=page]')).not.toBe(
        await looksOf(page, '[data-nav][aria-current=false]'),
      );
      const filter = '[role=toolbar] button';
      const off = await looksOf(page, filter);
      await page.locator(filter).first().click();
      await page.mouse.move(2, 2);
      expect(await looksOf(page, filter)).not.toBe(off);
    });
  });

  it('show what is chosen in the palette and in a menu', async () => {
    await studio.visit(shot('palette'), forced, async (page) => {
      expect(await looksOf(page, '[role=option][aria-selected=true]')).not.toBe(
        await looksOf(page, '[role=option][aria-selected=false]'),
      );
    });
    await studio.visit(shot('client-menu'), forced, async (page) => {
      await page.keyboard.press('ArrowDown');
      expect(await looksOf(page, '[role^=menuitem][data-focused]')).not.toBe(
        await looksOf(page, '[role^=menuitem]:not([data-focused])'),
      );
    });
  });

  it('show what is on in the settings', async () => {
    await studio.visit(shot('settings-desktop'), forced, async (page) => {
      const fills = await page.evaluate(() =>
        ['switch', 'radio'].map((role) =>
          [':checked', ':not(:checked)'].map((state) => {
            const label = document
              .querySelector(`[role=dialog] input[${role === 'radio' ? 'type' : 'role'}=${role}]${state}`)
              ?.closest('label');
            const part = role === 'radio' ? label : label?.querySelector(':scope > span:not([style])');
            return part === null || part === undefined ? role : getComputedStyle(part).backgroundColor;
          }),
        ),
      );
      for (const [on, off] of fills) expect(on).not.toBe(off);
    });
  });
});

describe('less motion', () => {
  it.for(['scanning', 'palette', 'client-menu', 'connections-deleted', 'settings'])(
    'moves nothing in “%s”',
    async (name) => {
      // where motion is wanted there is some: else this would show nothing
      const moving = (media: 'reduce' | 'no-preference'): Promise<number> =>
        studio.visit(shot(name), { reducedMotion: media }, (page) =>
          page.evaluate(
            () =>
              document.getAnimations().filter((one) => {
                const { activeDuration } = one.effect?.getComputedTiming() ?? {};
                return one.playState === 'running' && Number(activeDuration) > 0;
              }).length,
          ),
        );
      expect(await moving('reduce')).toBe(0);
      if (name === 'scanning') expect(await moving('no-preference')).toBeGreaterThan(0);
    },
  );
});

describe('a pinned connection under the pointer', () => {
  const names = (page: Page): Promise<string[]> =>
    page
      .locator('[role=row][draggable=true] [role=rowheader]')
      .evaluateAll((rows) => rows.map((row) => row.textContent ?? ''));

  /** Drags the first pinned connection onto the lower half of a row. */
  async function dragFirst(page: Page, onto: string): Promise<void> {
    const from = await page.locator('[role=row][draggable=true]').first().boundingBox();
    const to = await page.locator(onto).boundingBox();
    if (from === null || to === null) throw new Error('A row is not in sight.');
    await page.mouse.move(from.x + 90, from.y + 24);
    await page.mouse.down();
    await page.mouse.move(to.x + 100, to.y + 30, { steps: 6 });
    await page.mouse.move(to.x + 100, to.y + 40, { steps: 3 });
  }

  it('is put where it is let go, and the list says so at once', async () => {
    await studio.visit(['drag', 'company', select('orders')], {}, async (page) => {
      const [first, second, ...rest] = await names(page);
      await dragFirst(page, '[role=row][draggable=true] >> nth=1');
      await page.mouse.up();
      await expect.poll(() => names(page)).toEqual([second, first, ...rest]);
    });
  });

  it('stays where it was when it is let go over one that is not pinned, or Esc is pressed', async () => {
    await studio.visit(['drag', 'company', select('orders')], {}, async (page) => {
      const before = await names(page);
      await dragFirst(page, '[role=row][draggable=false] >> nth=0');
      await page.mouse.up();
      expect(await names(page)).toEqual(before);
      await dragFirst(page, '[role=row][draggable=true] >> nth=1');
      await page.keyboard.press('Escape');
      await page.mouse.up();
      expect(await names(page)).toEqual(before);
    });
  });
});
