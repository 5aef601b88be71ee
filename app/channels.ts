import { windowChannels } from './window/channels.ts';
import { profilesChannels } from './profiles/channels.ts';
import { mfaChannels } from './mfa/channels.ts';
import { signInChannels } from './sign-in/channels.ts';
import { profileSetupChannels } from './profile-setup/channels.ts';
import { endpointsChannels } from './endpoints/channels.ts';
import { connectionsChannels } from './connections/channels.ts';
import { tokensChannels } from './tokens/channels.ts';
import { clientsChannels } from './clients/channels.ts';
import { gatewayChannels } from './gateway/channels.ts';
import { tunnelsChannels } from './tunnels/channels.ts';
import { doctorChannels } from './doctor/channels.ts';
import { connectChannels } from './connect/channels.ts';
import { commandChannels } from './command/channels.ts';
import { settingsChannels } from './settings/channels.ts';
import { proxiesChannels } from './proxies/channels.ts';
import { updatesChannels } from './updates/channels.ts';
import { diagnosticsChannels } from './diagnostics/channels.ts';

/** Every module that the window talks to, with the names of its requests and events. A new module adds its line. */
export const channels = {
  window: windowChannels,
  profiles: profilesChannels,
  mfa: mfaChannels,
  signIn: signInChannels,
  profileSetup: profileSetupChannels,
  endpoints: endpointsChannels,
  connections: connectionsChannels,
  tokens: tokensChannels,
  clients: clientsChannels,
  gateway: gatewayChannels,
  tunnels: tunnelsChannels,
  doctor: doctorChannels,
  connect: connectChannels,
  command: commandChannels,
  settings: settingsChannels,
  proxies: proxiesChannels,
  updates: updatesChannels,
  diagnostics: diagnosticsChannels,
} as const;
