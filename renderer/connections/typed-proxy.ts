import { readProxy, type ProxyAddress } from '../../app/proxies/model.ts';

/** A proxy as it is typed for a connection: empty is that of the settings, which is null. */
interface TypedProxy {
  readonly address: ProxyAddress | null;
  /** What is wrong with it, in words; null where nothing is. */
  readonly problem: string | null;
}

/** Reads the proxy of a connection. Its password is none of a connection's: it is kept in the settings. */
export function typedProxy(text: string): TypedProxy {
  if (text.trim() === '') return { address: null, problem: null };
  const read = readProxy(text);
  if (!read.ok) return { address: null, problem: `${read.error.message} ${read.error.hint ?? ''}`.trim() };
  const { password, ...address } = read.value;
  return password === ''
    ? { address, problem: null }
    : { address: null, problem: 'Leave the password out: enter it in Settings, under Network.' };
}
