import type { Failure, FailureCode } from '../../app/common/result.ts';

/** What can be wrong with a proxy. */
export type ProxyFaultCode = Extract<
  FailureCode,
  'proxy-unreachable' | 'proxy-refused' | 'proxy-auth-required' | 'proxy-intercepts'
>;

/** A proxy is in the way. Its message is for people, and holds no user and no password. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  readonly code: ProxyFaultCode;

  constructor(code: ProxyFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

const HINTS: Readonly<Record<ProxyFaultCode, string>> = {
  'proxy-unreachable': 'Check the network and the VPN, or choose another proxy in Settings, under Network.',
  'proxy-refused':
    'Ask whoever runs it to allow this host and port, or choose another proxy in Settings, under Network.',
  'proxy-auth-required': 'Enter them in Settings, under Network.',
  'proxy-intercepts':
    'If it is your company’s proxy, add its CA file in Settings, under Network. Otherwise do not sign in on this network.',
};

/** What to do next. */
export function proxyHint(code: ProxyFaultCode): string {
  return HINTS[code];
}

/** The fault in an error or in what caused it; null where no proxy is in the way. */
export function proxyFaultOf(cause: unknown): Failure | null {
  let current = cause;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (current instanceof ProxyError) {
      const { code, message } = current;
      return { code, message, hint: HINTS[code] };
    }
    current = current.cause;
  }
  return null;
}
