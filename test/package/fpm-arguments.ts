/** What electron-builder asks its packaging tool, fpm, for. */
export interface Wanted {
  readonly target: 'deb' | 'rpm';
  /** Where the package goes. */
  readonly file: string;
  /** Options by their names, without the dashes; one that is given more than once has all its values. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** What goes where: a file or a folder (which ends with a slash) here, and its place there. */
  readonly contents: ReadonlyArray<{ readonly from: string; readonly to: string }>;
}

/** The short options that electron-builder uses (https://fpm.readthedocs.io/en/latest/cli-reference.html). */
const short: Readonly<Record<string, string>> = {
  '-s': 'input-type',
  '-t': 'output-type',
  '-d': 'depends',
};
/** Those that have no value. */
const flags = new Set(['force', 'debug']);

/**
 * Takes fpm's command line apart, as electron-builder writes it (`FpmTarget` in app-builder-lib).
 *
 * @throws where it asks for something else
 */
export function wantedIn(words: readonly string[]): Wanted {
  const options: Record<string, string[]> = {};
  const contents: Array<{ from: string; to: string }> = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const name = short[word] ?? (word.startsWith('--') ? word.slice(2) : null);
    if (name === null) {
      const [from = '', to, extra] = word.split('=');
      if (to === undefined || extra !== undefined) throw new Error(`fpm was given “${word}”.`);
      contents.push({ from, to });
    } else if (!flags.has(name)) {
      at += 1;
      (options[name] ??= []).push(words[at] ?? '');
    }
  }
  const [target] = options['output-type'] ?? [];
  const [file] = options['package'] ?? [];
  if (options['input-type']?.[0] !== 'dir' || (target !== 'deb' && target !== 'rpm') || file === undefined) {
    throw new Error(`fpm was asked for ${String(target)} at ${String(file)}.`);
  }
  return { target, file, options, contents };
}
