import type { ModulePorts } from '../app/modules.ts';
import { clientsAdapters } from './clients/adapters.ts';
import { commandAdapters } from './command/adapters.ts';
import { connectAdapters } from './connect/adapters.ts';
import { connectionsAdapters } from './connections/adapters.ts';
import { diagnosticsAdapters } from './diagnostics/adapters.ts';
import { doctorAdapters } from './doctor/adapters.ts';
import { endpointsAdapters } from './endpoints/adapters.ts';
import { gatewayAdapters } from './gateway/adapters.ts';
import { linksAdapters } from './links/adapters.ts';
import { mfaAdapters } from './mfa/adapters.ts';
import { proxiesAdapters } from './proxies/adapters.ts';
import { profilesAdapters } from './profiles/adapters.ts';
import { settingsAdapters } from './settings/adapters.ts';
import { signInAdapters } from './sign-in/adapters.ts';
import { tokensAdapters } from './tokens/adapters.ts';
import { tunnelsAdapters } from './tunnels/adapters.ts';
import { updatesAdapters } from './updates/adapters.ts';
import { windowAdapters } from './window/adapters.ts';
import type { Machine } from './machine.ts';

/** What each module needs, on this machine. A new module adds its line. */
export function modulePorts(machine: Machine): ModulePorts {
  return {
    window: windowAdapters(machine),
    settings: settingsAdapters(machine),
    proxies: proxiesAdapters(machine),
    updates: updatesAdapters(machine),
    mfa: mfaAdapters(machine),
    profiles: profilesAdapters(machine),
    signIn: signInAdapters(machine),
    endpoints: endpointsAdapters(machine),
    connections: connectionsAdapters(machine),
    tokens: tokensAdapters(machine),
    tunnels: tunnelsAdapters(machine),
    gateway: gatewayAdapters(machine),
    doctor: doctorAdapters(machine),
    clients: clientsAdapters(machine),
    command: commandAdapters(machine),
    connect: connectAdapters(machine),
    links: linksAdapters(machine),
    diagnostics: diagnosticsAdapters(machine),
  };
}
