import { connectionName, hostName } from '../../app/connections/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { databaseProblem, userProblem } from '../endpoints/sign-in.ts';
import { isRegion, portOf, type ConnectionForm } from './form.ts';
import { isRdsName, splitAddress } from './typed-address.ts';

/** A field that something can be wrong with, in the order of the dialog. */
export const checkedFields = [
  'name',
  'environment',
  'host',
  'port',
  'region',
  'profile',
  'dbUser',
  'database',
  'connectHost',
  'connectPort',
  'notes',
] as const;

/** A field that something can be wrong with. */
export type CheckedField = (typeof checkedFields)[number];

/** What there is to say about fields, in words. */
export type Words = Partial<Readonly<Record<CheckedField, string>>>;

const PORT = 'A port is a number from 1 to 65535.';

/** What is wrong with a form, in words for each field; nothing where it can be saved. */
export function problemsOf(form: ConnectionForm): Words {
  const { environment, connectsElsewhere } = form;
  const found: Record<CheckedField, string | null> = {
    name: nameProblem(form.name.trim()),
    environment: environment === null ? null : labelProblem(environment.label.trim()),
    host: hostProblem(form.host, 'Enter the host that AWS shows for the database.'),
    port: portProblem(form.port),
    region: regionProblem(form.region.trim()),
    profile: profileProblem(form.profile.trim()),
    dbUser: userProblem(form.dbUser.trim()),
    database: databaseProblem(form.database.trim()),
    connectHost: connectsElsewhere
      ? hostProblem(form.connectHost, 'Enter the address to connect through.')
      : null,
    connectPort: connectsElsewhere ? portProblem(form.connectPort) : null,
    notes: form.notes.length > 4_000 ? 'Notes can have at most 4,000 characters.' : null,
  };
  return said(found);
}

/**
 * What is likely to be a mistake and can be saved all the same.
 *
 * @param profiles the profiles that there are
 */
export function warningsOf(form: ConnectionForm, profiles: readonly Profile[]): Words {
  const profile = form.profile.trim();
  const isGone = profile !== '' && !profiles.some(({ name }) => name === profile);
  const host = form.host.trim();
  const isHost = host !== '' && hostProblem(host, '') === null;
  return said({
    profile: isGone ? 'Your AWS files have no profile with this name.' : null,
    host:
      isHost && !isRdsName(splitAddress(host).host)
        ? 'A token works only for the host name that AWS shows. If this is the local end of a tunnel, enter it under “Connect through” instead.'
        : null,
  });
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name to find the connection by.';
  if (name.length > 128) return 'A name has at most 128 characters.';
  return connectionName.safeParse(name).success ? null : 'A name must be on one line.';
}

function labelProblem(label: string): string | null {
  if (label === '') return 'Enter the label, or choose “None”.';
  return label.length > 32 ? 'A label has at most 32 characters.' : null;
}

function hostProblem(typed: string, whenEmpty: string): string | null {
  const { host } = splitAddress(typed);
  if (host === '') return whenEmpty;
  if (hostName.safeParse(host).success) return null;
  if (host.includes('://')) return 'Latchkey cannot read this URL. Enter only the host.';
  if (/\s/.test(host)) return 'A host name has no spaces.';
  if (host.includes('/')) return 'A host name has no “/”. Enter only the host.';
  if (host.includes('@')) return 'Enter only the host. The user has its own field.';
  return host.length > 253 ? 'A host name has at most 253 characters.' : 'This is not a host name.';
}

function portProblem(port: string): string | null {
  const number = portOf(port);
  if (port.trim() === '') return `Enter the port. ${PORT}`;
  return number >= 1 && number <= 65_535 ? null : PORT;
}

function regionProblem(region: string): string | null {
  if (region === '') return 'Enter the region, such as eu-west-1.';
  return isRegion(region) ? null : 'That is not a region code. Enter one such as eu-west-1.';
}

function profileProblem(profile: string): string | null {
  if (profile === '') return 'Choose the AWS profile that signs the token.';
  return profile.length > 256 ? 'A profile’s name has at most 256 characters.' : null;
}

function said(found: Partial<Record<CheckedField, string | null>>): Words {
  const words: Partial<Record<CheckedField, string>> = {};
  for (const field of checkedFields) {
    const word = found[field];
    if (word !== null && word !== undefined) words[field] = word;
  }
  return words;
}
