import { hostName } from '../../app/common/address.ts';
import { isPlainLine, isPlainText } from '../../app/common/text/plain-text.ts';
import { connectionName } from '../../app/connections/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { sessionTarget, sshDestination } from '../../app/tunnels/model.ts';
import { databaseProblem, userProblem } from '../endpoints/sign-in.ts';
import { isRegion, portOf, type ConnectionForm } from './form.ts';
import { isRdsName, splitAddress } from './typed-address.ts';
import { typedProxy } from './typed-proxy.ts';

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
  'sessionTarget',
  'sshDestination',
  'proxy',
  'notes',
] as const;

/** A field that something can be wrong with. */
export type CheckedField = (typeof checkedFields)[number];

/** What there is to say about fields, in words. */
export type Words = Partial<Readonly<Record<CheckedField, string>>>;

const UNSEEN = 'This holds a character that cannot be seen. Type it instead of pasting it.';
const PORT = 'A port is a number from 1 to 65535.';

/** What is wrong with a form, in words for each field; nothing where it can be saved. */
export function problemsOf(form: ConnectionForm): Words {
  const { environment, routeKind } = form;
  const connectsElsewhere = routeKind === 'address';
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
    sessionTarget: routeKind === 'session-manager' ? targetProblem(form.sessionTarget.trim()) : null,
    proxy: routeKind === 'proxy' ? typedProxy(form.proxy).problem : null,
    sshDestination: routeKind === 'ssh' ? destinationProblem(form.sshDestination.trim()) : null,
    notes: notesProblem(form.notes),
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
        ? 'A token works only for the host name that AWS shows. If this is the local end of a tunnel, choose “Another address” below and enter it there.'
        : null,
  });
}

function nameProblem(name: string): string | null {
  if (name === '') return 'Enter a name to find the connection by.';
  if (name.length > 128) return 'A name has at most 128 characters.';
  if (connectionName.safeParse(name).success) return null;
  return /[\r\n]/.test(name) ? 'A name must be on one line.' : UNSEEN;
}

function targetProblem(target: string): string | null {
  if (target === '' || sessionTarget.safeParse(target).success) return null;
  return 'Enter an instance ID such as i-0b7c1d2e3f4a5b6c7, or leave it empty.';
}

function destinationProblem(destination: string): string | null {
  if (destination === '') return 'Enter the server as you would for ssh, such as dana@bastion.example.';
  if (sshDestination.safeParse(destination).success) return null;
  if (/\s/.test(destination)) return 'Enter only the server. Its options belong in your ssh configuration.';
  return destination.startsWith('-')
    ? 'A server cannot begin with “-”. Options belong in your ssh configuration.'
    : 'This is not an SSH server, such as bastion or dana@bastion.example.';
}

function labelProblem(label: string): string | null {
  if (label === '') return 'Enter the label, or choose “None”.';
  if (label.length > 32) return 'A label has at most 32 characters.';
  return isPlainLine(label) ? null : UNSEEN;
}

function notesProblem(notes: string): string | null {
  if (notes.length > 4_000) return 'Notes hold at most 4,000 characters.';
  return isPlainText(notes) ? null : UNSEEN;
}

function hostProblem(typed: string, whenEmpty: string): string | null {
  const { host } = splitAddress(typed);
  if (host === '') return whenEmpty;
  if (hostName.safeParse(host).success) return null;
  if (host.includes('://')) return 'Latchkey cannot read this URL. Enter only the host.';
  if (/\s/.test(host)) return 'A host name has no spaces.';
  if (host.includes('/')) return 'A host name has no “/”. Enter only the host.';
  if (host.includes('@')) return 'Enter only the host. The user has its own field.';
  if (/\P{ASCII}/u.test(host))
    return 'Enter an international name in its ASCII form, which begins with xn--.';
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
  if (profile.length > 256) return 'A profile’s name has at most 256 characters.';
  return isPlainLine(profile) ? null : UNSEEN;
}

function said(found: Partial<Record<CheckedField, string | null>>): Words {
  const words: Partial<Record<CheckedField, string>> = {};
  for (const field of checkedFields) {
    const word = found[field];
    if (word !== null && word !== undefined) words[field] = word;
  }
  return words;
}
