import type { GatewayModulePorts } from '../../app/gateway/module.ts';
import type { Machine } from '../machine.ts';
import { caBundle } from '../clients/ca-bundle.ts';
import { localCaFile, localCertificate } from './local-certificate.ts';
import { localPasswords } from './local-passwords.ts';
import { portHolder } from './port-holder.ts';
import { portIsFree } from './port-is-free.ts';
import { relayProcess } from './relay-process.ts';
import { gatewaysSchema, localPasswordsSchema } from './state-files.ts';

/** What the gateway module needs, on this machine. */
export function gatewayAdapters({ host, clock, stateFile, logger, report }: Machine): GatewayModulePorts {
  const { dataFolder } = host;
  return {
    file: stateFile('gateways.json', gatewaysSchema),
    passwords: localPasswords(stateFile('local-passwords.json', localPasswordsSchema), host.secretBox),
    localCaFile: localCaFile(dataFolder),
    relay: (events) =>
      relayProcess(
        {
          start: host.startRelay,
          caBundle: (caFile) => caBundle(dataFolder, caFile),
          localCertificate: () => localCertificate(dataFolder, clock.now()),
          holderOf: portHolder,
          report,
          log: logger.for('gateway'),
        },
        events,
      ),
    portIsFree,
    portHolder,
  };
}
