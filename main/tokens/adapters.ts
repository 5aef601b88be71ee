import type { TokensModulePorts } from '../../app/tokens/module.ts';
import type { Machine } from '../machine.ts';

/** What the tokens module needs, on this machine. */
export function tokensAdapters({ host, aws }: Machine): TokensModulePorts {
  return {
    sign: async (...given) => (await aws()).signToken(...given),
    clipboard: host.clipboard,
  };
}
