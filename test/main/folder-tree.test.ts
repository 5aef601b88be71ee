import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const layers = ['app', 'main', 'renderer'];

/** The folders that the architecture page lists, with `/` between their names. */
function documented(): string[] {
  const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
  const fence = /```text\n(app\/[\s\S]*?)```/.exec(page)?.[1] ?? '';
  const path: string[] = [];
  return fence.split('\n').flatMap((line) => {
    const [, indent, name] = /^((?: {2})*)([\w-]+)\//.exec(line) ?? [];
    if (indent === undefined || name === undefined) return [];
    path.splice(indent.length / 2);
    path.push(name);
    return [path.join('/')];
  });
}

/** The modules of a layer: its folders, without those that a module keeps for itself. */
function modulesOf(layer: string): string[] {
  return readdirSync(join(root, layer), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${layer}/${name}`);
}

describe('the folder tree in docs/architecture.md', () => {
  it.each(layers)('lists every module of %s, and none that is not there', (layer) => {
    const listed = documented().filter(
      (path) => path.split('/').length === 2 && path.startsWith(`${layer}/`),
    );
    expect(listed.toSorted()).toEqual(modulesOf(layer).toSorted());
  });

  it('lists only folders that are there', () => {
    for (const path of documented()) expect(() => readdirSync(join(root, path))).not.toThrow();
  });
});

describe('source files', () => {
  const lines = layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => {
        const text = readFileSync(join(root, layer, name), 'utf8');
        return { file: `${layer}/${name}`, count: text.split('\n').length - 1 };
      }),
  );

  it('are small: none has more than 300 lines, and the mean is at most 110', () => {
    expect(lines.filter(({ count }) => count > 300)).toEqual([]);
    expect(lines.reduce((sum, { count }) => sum + count, 0) / lines.length).toBeLessThanOrEqual(110);
  });
});
