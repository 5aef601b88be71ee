/** What a file may import beside its own folder; what is not named is refused. */
interface Rule {
  /** The files that it is for; of several that fit, the first counts. */
  readonly files: RegExp;
  /** Other files of the project, by their paths from its root. */
  readonly project: readonly RegExp[];
  /** The same, where only types are taken. */
  readonly types?: readonly RegExp[];
  /** Packages and Node's own modules. */
  readonly packages: RegExp;
}

const NONE = /^$/;

/** What every module of `app` may know of another: its model, and of those who are built before it their API's types. */
const otherModels = /^app\/[a-z-]+\/model\.ts$/;
const otherApis = /^app\/[a-z-]+\/(module|ports|copy-text)\.ts$/;
const common = /^app\/common\//;

/** Who may import what: denied by default. Paths are those of the importing file, from the project's root. */
const rules: readonly Rule[] = [
  // app: pure, and nothing but zod
  { files: /^app\/common\//, project: [], packages: /^zod$/ },
  { files: /^app\/[a-z-]+\/channels\.ts$/, project: [], packages: NONE },
  {
    files: /^app\/connect\//,
    project: [
      common,
      otherModels,
      /^app\/(clients|command|copy-formats)\/(connect-address|connect-timeout|service|model)\.ts$/,
    ],
    types: [otherApis, /^app\/[a-z-]+\/[a-z-]+\.ts$/, /^app\/contract\.ts$/],
    packages: /^zod$/,
  },
  {
    files: /^app\/[a-z-]+\//,
    // target.ts says what a connection leads to; the environment and the dial rules belong to endpoints
    project: [
      common,
      otherModels,
      /^app\/connect\/target\.ts$/,
      /^app\/endpoints\/(environment(-rules)?|names)\.ts$/,
    ],
    types: [
      otherApis,
      /^app\/clients\/(caller-terminal|banner)\.ts$/,
      /^app\/clients\/catalogue\/definition\.ts$/,
    ],
    packages: /^zod$/,
  },
  {
    files: /^app\/(channels|bridge)\.ts$/,
    project: [/^app\/[a-z-]+\/channels\.ts$/],
    types: [common],
    packages: NONE,
  },
  { files: /^app\/[a-z-]+\.ts$/, project: [/^app\//], packages: /^zod$/ },
  // main: app, and the machine
  { files: /^main\/preload\//, project: [/^app\/(channels|bridge)\.ts$/], packages: /^electron$/ },
  {
    files: /^main\/(electron\/|index\.ts$)/,
    project: [/^app\//, /^main\//],
    packages: /^(electron(\/.*)?|electron-(log|updater)(\/.*)?|node:.*)$/,
  },
  {
    files: /^main\//,
    project: [/^app\//, /^main\/(?!electron\/|preload\/|index\.ts)/],
    packages: /^(?!electron$|electron\/(?!log)|react|vitest)/,
  },
  // renderer: the contract's types and the models, in a browser
  {
    files: /^renderer\//,
    project: [
      /^renderer\//,
      otherModels,
      /^app\/common\/(address|(text|search)\/[a-z-]+)\.ts$/,
      /^app\/[a-z-]+\/(environment(-rules)?|names|search-fields)\.ts$/,
      /^app\/endpoints\/(members|merge|merged-views)\.ts$/,
      /^app\/connect\/route\.ts$/,
    ],
    types: [/^app\/contract\.ts$/, /^app\/[a-z-]+\/(ports|service)\.ts$/],
    packages:
      /^(react(-dom)?(\/.*)?|react-aria-components(\/.*)?|lucide-react|zustand(\/react\/shallow)?|zod|@tanstack\/react-virtual)$/,
  },
];

/** An import that the rules refuse. */
export interface Refused {
  readonly file: string;
  readonly specifier: string;
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/**
 * The imports of a file that no rule allows. A file's own folder, a module's own parts and styles are always allowed.
 *
 * @param file its path from the project's root, with `/`
 * @param text what is in it
 */
export function refusedImports(file: string, text: string): readonly Refused[] {
  const rule = rules.find(({ files }) => files.test(file));
  if (rule === undefined) return [];
  const refused: Refused[] = [];
  for (const [, type, fromText, dynamic] of text.matchAll(statement)) {
    const specifier = fromText ?? dynamic ?? '';
    if (!isAllowed(file, rule, specifier, type !== undefined)) refused.push({ file, specifier });
  }
  return refused;
}

function isAllowed(file: string, rule: Rule, specifier: string, isType: boolean): boolean {
  if (!specifier.startsWith('.')) return rule.packages.test(specifier);
  const target = resolved(file, specifier);
  if (/\.(css|png|svg)$/.test(target)) return true;
  const allowed = isType ? [...rule.project, ...(rule.types ?? [])] : rule.project;
  return moduleOf(target) === moduleOf(file) || allowed.some((pattern) => pattern.test(target));
}

/** The folder of a module, in which its files know each other: `app/clients`; empty for a layer's own files. */
function moduleOf(path: string): string {
  const parts = path.split('/');
  return parts.length > 2 ? parts.slice(0, 2).join('/') : path;
}

function resolved(file: string, specifier: string): string {
  const parts = file.split('/').slice(0, -1);
  for (const step of specifier.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  return parts.join('/');
}
