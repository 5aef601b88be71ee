import { resolveConnectAddress } from '../clients/connect-address.ts';
import type { ClientsApi } from '../clients/module.ts';
import type { ResolveHost } from '../clients/ports.ts';
import type { CommandApi } from '../command/module.ts';
import type { Clock } from '../common/clock.ts';
import type { EmitOf, HandlersOf, SnapshotOf } from '../common/contract.ts';
import type { ConnectionsApi } from '../connections/module.ts';
import type { SharedFiles } from '../connections/ports.ts';
import type { CopyFormatsPorts } from '../copy-formats/ports.ts';
import { createCopyFormats } from '../copy-formats/service.ts';
import type { DoctorApi } from '../doctor/module.ts';
import type { EndpointsApi } from '../endpoints/module.ts';
import type { GatewayApi } from '../gateway/module.ts';
import type { ProfilesApi } from '../profiles/module.ts';
import type { SettingsApi } from '../settings/module.ts';
import type { CopyText } from '../tokens/copy-text.ts';
import type { TokensApi } from '../tokens/module.ts';
import type { Note } from '../window/module.ts';
import { createCommandAnswers } from './command.ts';
import type { connectContract } from './contract.ts';
import { createCopy } from './copy.ts';
import { createOpen } from './open.ts';
import { openWithOf } from './route.ts';
import { identityEndOf } from './identity-end.ts';
import { createProfileCommand } from './profile-command.ts';
import { createSetUp } from './set-up.ts';
import { targetOf, type FindTarget, type SubjectRef } from './target.ts';

/** What the use cases need from outside. */
export interface ConnectPorts {
  readonly resolveHost: ResolveHost;
  readonly caFile: CopyFormatsPorts['caFile'];
  readonly saveFile: SharedFiles['save'];
}

/** What the use cases take from the modules. */
interface Needs {
  readonly platform: CopyFormatsPorts['platform'];
  readonly version: string;
  readonly clock: Clock;
  readonly profiles: ProfilesApi;
  readonly copyText: CopyText;
  readonly note: Note;
  readonly background: (work: Promise<unknown>) => void;
  readonly clients: ClientsApi;
  readonly command: CommandApi;
  readonly connections: ConnectionsApi;
  readonly doctor: DoctorApi;
  readonly endpoints: EndpointsApi;
  readonly gateway: GatewayApi;
  readonly settings: SettingsApi;
  readonly tokens: TokensApi;
}

/**
 * Makes the use cases that cross modules: identity, then route, then secret, then delivery. Whoever asks, window, tray,
 * link or command, goes through here.
 */
export function createConnectModule(ports: ConnectPorts, needs: Needs, emit: EmitOf<typeof connectContract>) {
  const { background, clients, connections, endpoints, gateway, settings, tokens, copyText } = needs;

  const find: FindTarget = (ref) =>
    targetOf(ref, {
      endpoint: endpoints.find,
      connection: connections.find,
      signingRegion: endpoints.signingRegion,
    });
  const used = (id: string): void => background(connections.used(id));
  // that a use could not be written down is no reason to say more
  const noteUse = (ref: SubjectRef): void => {
    if ('connectionId' in ref) used(ref.connectionId);
  };
  const copyFormats = createCopyFormats({
    platform: needs.platform,
    dialled: (target, by) => resolveConnectAddress(target, ports.resolveHost, by),
    settingsCaFile: () => settings.current().caFile,
    caFile: ports.caFile,
    gateway: gateway.addressOf,
    localPassword: gateway.password,
    copyToken: tokens.copy,
    copySecret: tokens.copySecret,
    copyText,
  });
  const opening = createOpen({ ...needs, find, noteUse });
  const copying = createCopy({ ...needs, copyFormats, find, noteUse });
  const setUp = createSetUp({ ...needs, saveFile: ports.saveFile });
  const profileCommand = createProfileCommand(needs);
  const answers = createCommandAnswers({ ...needs, open: opening.open, used });

  let told = '';
  const openWith = () =>
    openWithOf(
      { clients: clients.programs().clients, lastUsed: clients.lastUsed },
      connections.list(),
      gateway.routesThroughGateway,
    );
  /** Tells what databases can be opened in, where that is different. */
  function tellOpenWith(): void {
    const now = openWith();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    emit('openWith', now);
  }

  const snapshot: SnapshotOf<typeof connectContract> = () => ({ openWith: openWith() });
  const handlers: HandlersOf<typeof connectContract> = {
    ...copying,
    ...setUp,
    ...profileCommand,
    open: (request) => opening.open(request),
  };
  return {
    api: {
      /** Answers the command `latchkey`. */
      answerCommand: answers.answer,
      openForLink: answers.openForLink,
    },
    handlers,
    snapshot,
    reactions: {
      connectionsChanged: tellOpenWith,
      routesChanged: tellOpenWith,
      clientsChanged: tellOpenWith,
      /** Says it where something depends on the identity. */
      identityEnding(what: { readonly profile: string; readonly endsAt: number }): void {
        const dependents = {
          connections: connections.list(),
          gateways: gateway.list(),
          leases: tokens.leases(),
          scans: endpoints.scans(),
        };
        const end = identityEndOf(what, dependents, needs.clock.now());
        if (end !== null) emit('identityEnding', end);
      },
    },
    stop: opening.stop,
  };
}
