import type { LocalEnd } from '../../../app/tunnels/model.ts';
import type { SshForwarding } from '../../../app/tunnels/ssh/ports.ts';

/**
 * What `ssh` is started with. Options given here go before those of the user's own configuration (ssh_config(5)); all
 * else is the user's: hosts, keys, agents, jump hosts. A master of another `ssh` is not joined: it would have the
 * forwarding, and keep it.
 *
 * @param local where it is to take connections
 */
export function sshArguments(
  { destination, host, port, mayAsk }: SshForwarding,
  local: LocalEnd,
): readonly string[] {
  const here = 'path' in local ? local.path : `127.0.0.1:${local.port}`;
  const target = host.includes(':') ? `[${host}]` : host;
  const options = [
    'ExitOnForwardFailure=yes',
    'StreamLocalBindUnlink=yes',
    'ServerAliveInterval=15',
    'ControlMaster=no',
    'ControlPath=none',
    'ConnectTimeout=15',
    'ForwardAgent=no',
    'ForwardX11=no',
    // by its words it is known what went wrong, and on a port also when it is ready
    `LogLevel=${'path' in local ? 'INFO' : 'DEBUG1'}`,
    ...(mayAsk ? [] : ['BatchMode=yes']),
  ];
  return [
    '-N',
    '-T',
    ...options.flatMap((option) => ['-o', option]),
    '-L',
    `${here}:${target}:${port}`,
    '--',
    destination,
  ];
}
