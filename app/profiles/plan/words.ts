import type { Hop, Leaf, MachineSource, Plan } from './model.ts';

/**
 * A plan as a chain in words, from the profile back to where its credentials start: "Admin in 482011780031
 * from platform-prod, with MFA", "the keys of platform-prod in the credentials file".
 */
export function planInWords({ leaf, hops }: Plan): string[] {
  const calls = hops.toReversed().map(hopInWords);
  // the role already says that it is assumed with what the machine has
  return leaf.kind === 'machine' ? calls : [...calls, leafInWords(leaf)];
}

const MACHINE_IN_WORDS: Readonly<Record<MachineSource, string>> = {
  Environment: 'the environment that Latchkey was started in',
  EcsContainer: 'the container that Latchkey runs in',
  Ec2InstanceMetadata: 'the EC2 instance that Latchkey runs on',
};

function hopInWords(hop: Hop): string {
  if (hop.kind === 'session') return 'session keys, with MFA';
  const { source } = hop;
  const other = source.kind === 'machine' ? MACHINE_IN_WORDS[source.source] : source.profile;
  const from = source.kind === 'profile' && source.profile === hop.profile ? 'its own keys' : other;
  return `${roleInWords(hop.roleArn)} from ${from}${hop.mfaSerial === null ? '' : ', with MFA'}`;
}

function leafInWords(leaf: Leaf): string {
  switch (leaf.kind) {
    case 'keys':
      return `the ${leaf.temporary ? 'session keys' : 'keys'} of ${leaf.profile} in the ${leaf.file} file`;
    case 'sso': {
      const through = leaf.session === null ? leaf.startUrl : `the SSO session ${leaf.session}`;
      return `${leaf.roleName} in ${leaf.accountId} through ${through}`;
    }
    case 'process':
      return `what the program of ${leaf.profile} gives`;
    case 'login':
      return `the sign-in of ${leaf.profile} with aws login`;
    case 'web-identity':
      return `${roleInWords(leaf.roleArn)} with the web identity of ${leaf.profile}`;
    case 'machine':
      return MACHINE_IN_WORDS[leaf.source];
  }
}

function roleInWords(arn: string): string {
  const { name, account } = roleOf(arn);
  return account === null ? name : `${name} in ${account}`;
}

/** A role by its name and account; as it is written where it is no ARN of a role. */
export function roleOf(arn: string): { readonly name: string; readonly account: string | null } {
  const [, account, name] = /^arn:[\w-]+:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  return account === undefined || name === undefined ? { name: arn, account: null } : { name, account };
}
