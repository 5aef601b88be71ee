import type { SignIns } from './sign-ins.ts';

/**
 * What is remembered for the databases of a profile, under the ids that they have when the profile has another name.
 *
 * @param signIns by endpoint id, whose first part is the profile
 */
export function renamedSignIns(signIns: SignIns, from: string, to: string): SignIns {
  const partOf = (name: string): string => `${encodeURIComponent(name)}|`;
  return Object.fromEntries(
    Object.entries(signIns).flatMap(([id, signIn]) =>
      id.startsWith(partOf(from)) ? [[partOf(to) + id.slice(partOf(from).length), signIn]] : [],
    ),
  );
}
