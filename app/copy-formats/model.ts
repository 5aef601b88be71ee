import { z } from 'zod';
import type { EngineFamily } from '../endpoints/model.ts';

/** The forms in which what a program needs to log in can be copied. */
export const formatId = z.enum([
  'psql',
  'mysql',
  'mariadb',
  'url',
  'jdbc',
  'python',
  'node',
  'go',
  'dotnet',
  'env',
  'powershell',
  'pgpass',
  'my-cnf',
  'docker',
  'kubernetes',
]);

/** One of the forms. */
export type FormatId = z.infer<typeof formatId>;

/** Straight to the database, with a token that the code signs itself; or to Latchkey's gateway, which logs in for it. */
export const route = z.enum(['direct', 'gateway']);

/** Straight to the database, or through the gateway. */
export type Route = z.infer<typeof route>;

/** What is to be copied: a form, a way, and whether the secret of that way (a token, or the local password) is put in. */
export const formatOptions = z.strictObject({ format: formatId, route, withSecret: z.boolean() });

/** What is to be copied. */
export type FormatOptions = z.infer<typeof formatOptions>;

/** A form as it is shown before it is copied: a placeholder stands where the secret will be. */
export const preview = z.strictObject({
  text: z.string().max(32_000),
  /** What to know before using it, in words. */
  note: z.string().max(1_000).nullable(),
});

/** A form as it is shown before it is copied. */
export type Preview = z.infer<typeof preview>;

/** What stands in a preview where a secret will be: letters that no encoding changes. */
export const PLACEHOLDER = { direct: '__TOKEN__', gateway: '__LOCAL_PASSWORD__' } as const;

/** Whether a form can hold a secret: never, only where it is asked for, or always, for it is nothing without. */
export type SecretRule = 'never' | 'asked' | 'always';

/** What is known of a form before it is made. */
export interface Format {
  readonly id: FormatId;
  readonly name: string;
  readonly kind: 'Command line' | 'Code' | 'Settings' | 'Containers';
  /** What begins a comment in it; null where it has none, so that no token can be marked in it. */
  readonly comment: '#' | '//' | null;
  /** Absent where the form does not exist for the way. */
  readonly secret: Readonly<Partial<Record<Route, SecretRule>>>;
  /** The engines that it is for; absent: all. */
  readonly families?: readonly EngineFamily[];
}

const postgres = ['postgres'] as const;
const mysqls = ['mysql', 'mariadb'] as const;
const lines = { direct: 'asked', gateway: 'asked' } as const;
const code = { direct: 'never', gateway: 'asked' } as const;

/**
 * Every form, in the order of the list. A token is put only where a comment can say when it ends, and in no
 * file that keeps it: an entry in `.pgpass` or `my.cnf` would be wrong after fifteen minutes, and through the
 * gateway it stays right. A pod cannot reach the gateway, which listens on this machine's loopback.
 */
const formats: readonly Format[] = [
  { id: 'psql', name: 'psql', kind: 'Command line', comment: '#', secret: lines, families: postgres },
  { id: 'mysql', name: 'mysql', kind: 'Command line', comment: '#', secret: lines, families: mysqls },
  { id: 'mariadb', name: 'mariadb', kind: 'Command line', comment: '#', secret: lines, families: mysqls },
  { id: 'env', name: 'Environment lines', kind: 'Command line', comment: '#', secret: lines },
  { id: 'powershell', name: 'PowerShell lines', kind: 'Command line', comment: '#', secret: lines },
  { id: 'url', name: 'Connection URL', kind: 'Settings', comment: null, secret: code },
  { id: 'jdbc', name: 'JDBC URL', kind: 'Settings', comment: null, secret: code },
  {
    id: 'pgpass',
    name: '.pgpass entry',
    kind: 'Settings',
    comment: '#',
    secret: { gateway: 'always' },
    families: postgres,
  },
  {
    id: 'my-cnf',
    name: 'my.cnf entry',
    kind: 'Settings',
    comment: '#',
    secret: { gateway: 'always' },
    families: mysqls,
  },
  { id: 'python', name: 'Python', kind: 'Code', comment: '#', secret: code },
  { id: 'node', name: 'Node.js', kind: 'Code', comment: '//', secret: code },
  { id: 'go', name: 'Go', kind: 'Code', comment: '//', secret: code },
  { id: 'dotnet', name: '.NET', kind: 'Code', comment: '//', secret: code },
  { id: 'docker', name: 'docker run', kind: 'Containers', comment: '#', secret: lines },
  { id: 'kubernetes', name: 'Kubernetes job', kind: 'Containers', comment: '#', secret: { direct: 'never' } },
];

/** The forms that a database of a family has on a way, in the order of the list. */
export function formatsFor(family: EngineFamily, on: Route): readonly Format[] {
  return formats.filter(
    ({ secret, families }) => secret[on] !== undefined && (families?.includes(family) ?? true),
  );
}
