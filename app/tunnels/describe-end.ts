import type { TunnelEnd, TunnelEndCode } from './model.ts';

/** What a person is told of an end: what happened, then what to do. */
interface Words {
  readonly message: string;
  readonly hint: string;
}

const WORDS: Record<TunnelEndCode, Words> = {
  'proxy-unreachable': {
    message: 'The proxy could not be reached.',
    hint: 'Check the network and the VPN, or choose another proxy in Settings, under Network.',
  },
  'proxy-refused': {
    message: 'The proxy does not let the connection through.',
    hint: 'Ask whoever runs it to allow this host and port, or choose another proxy in Settings, under Network.',
  },
  'proxy-auth-required': {
    message: 'The proxy asks for a user and a password.',
    hint: 'Enter them in Settings, under Network.',
  },
  'proxy-intercepts': {
    message: 'Something between this computer and AWS reads what is sent.',
    hint: 'If it is your company’s proxy, add its CA file in Settings, under Network. Otherwise do not sign in on this network.',
  },
  'tunnel-target-unreachable': {
    message: 'The node could not connect to the database.',
    hint: "Check that the database's security group allows the node on its port.",
  },
  'tunnel-target-offline': {
    message: 'The node is not connected to Session Manager.',
    hint: 'Check that it is running and that its agent is online, or choose another one.',
  },
  'tunnel-denied': {
    message: 'AWS does not allow this session.',
    hint: 'Ask for the permissions that Copy policy lists.',
  },
  'tunnel-none-found': {
    message: 'No node that Session Manager can use was found.',
    hint: 'Choose a node in the connection, or ask for one whose SSM agent is online.',
  },
  'tunnel-sign-in-needed': {
    message: 'The AWS sign-in has expired, and the session could not be resumed.',
    hint: 'Sign in and connect again.',
  },
  'tunnel-agent-too-old': {
    message: 'The SSM agent on the node is too old to forward ports.',
    hint: 'Update the agent on the node, or choose another one.',
  },
  'tunnel-unsupported': {
    message: 'The node asked for something that Latchkey does not support.',
    hint: "Check the Session Manager document and the account's session preferences.",
  },
  'tunnel-silent': {
    message: 'The node stopped answering.',
    hint: 'Check that it is still running, and connect again.',
  },
  'tunnel-lost': {
    message: 'The connection to Session Manager was lost and could not be restored.',
    hint: 'Check the network and connect again.',
  },
  'tunnel-stalled': {
    message: 'The client did not read its data for too long, and held up other connections.',
    hint: 'Run large exports alone, or connect again.',
  },
  'tunnel-malformed': {
    message: 'The node sent data that is not valid.',
    hint: 'Connect again. If it happens again, update the SSM agent on the node.',
  },
  'tunnel-idle': {
    message: 'Session Manager ended the session because nothing was sent for too long.',
    hint: 'Connect again. The limit is in the session preferences of the account.',
  },
  'tunnel-ended': {
    message: 'Session Manager ended the session.',
    hint: 'Connect again.',
  },
  'tunnel-closed': {
    message: 'The tunnel was closed.',
    hint: 'Connect again.',
  },
  'ssh-host-unknown': {
    message: 'The key of the SSH server is not known, and was not accepted.',
    hint: 'Connect again and compare its fingerprint, or log in once with ssh in a terminal.',
  },
  'ssh-host-changed': {
    message: 'The key of the SSH server is not the one in your known_hosts file.',
    hint: 'Somebody may be in between. Ask whoever runs the server; if its key was replaced, remove the old one with ssh-keygen -R.',
  },
  'ssh-auth-refused': {
    message: 'The SSH server does not let you in.',
    hint: 'Check that your key is in the SSH agent or in your ssh configuration, and that the server knows it.',
  },
  'ssh-missing': {
    message: 'The ssh program was not found.',
    hint: 'Install OpenSSH and connect again.',
  },
  'ssh-too-old': {
    message: 'The ssh program of this machine cannot ask you in Latchkey.',
    hint: 'Log in once with ssh in a terminal and answer there, or put the key into the SSH agent. On Linux and macOS, OpenSSH 8.4 can ask here.',
  },
  'ssh-unreachable': {
    message: 'The SSH server could not be reached.',
    hint: 'Check that it is running, the network and the VPN.',
  },
  'ssh-target-refused': {
    message: 'The SSH server does not allow forwarding to the database.',
    hint: 'Ask whoever runs it to allow it (AllowTcpForwarding and PermitOpen), or use another server.',
  },
  'ssh-target-unreachable': {
    message: 'The SSH server could not connect to the database.',
    hint: "Check that the database's security group allows the SSH server on its port.",
  },
  'ssh-failed': {
    message: 'The ssh program could not open the tunnel.',
    hint: 'Run ssh with the same destination in a terminal to see more.',
  },
};

/** Says in words why a tunnel has ended, with what the service said of it. */
export function describeTunnelEnd({ code, detail }: TunnelEnd): Words {
  const { message, hint } = WORDS[code];
  // the detail may end as a sentence of its own
  return {
    message: detail === '' ? message : `${message.slice(0, -1)}: ${detail.replace(/\.$/, '')}.`,
    hint,
  };
}
