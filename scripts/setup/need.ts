/** Package managers that setup can work with. */
export type Manager = 'apt' | 'brew' | 'winget';

/** One thing that the project needs on the machine beyond npm's packages. */
export interface Need {
  /** What it is, in words. */
  readonly name: string;
  /** What it is good for, in words. */
  readonly use: string;
  /** The systems that need it; unsaid: all. */
  readonly on?: readonly NodeJS.Platform[];
  /** It is there if one of these is: a program on PATH, a file (`*` is one path segment), a shared library. */
  readonly foundBy: readonly Probe[];
  /** Package names. Where a package has had several names, the first that the system knows is taken. */
  readonly packages: Readonly<Partial<Record<Manager, readonly string[]>>>;
}

/** One way to see that a need is met. */
export type Probe = { readonly program: string } | { readonly file: string } | { readonly library: string };

/** Linux alone. */
export const linux = ['linux'] as const;
/** Is there where PATH has one of these programs. */
export const program = (...names: readonly string[]): Probe[] => names.map((name) => ({ program: name }));
/** Is there where one of these files is. */
export const file = (...paths: readonly string[]): Probe[] => paths.map((path) => ({ file: path }));
