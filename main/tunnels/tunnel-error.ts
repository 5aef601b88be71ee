import { describeTunnelEnd, type TunnelEnd, type TunnelEndCode } from '../../app/tunnels/model.ts';

/** What the streams of a tunnel are destroyed with, for a stream's failure is an error. */
export class TunnelError extends Error {
  override readonly name = 'TunnelError';
  readonly code: TunnelEndCode;
  readonly end: TunnelEnd;

  constructor(end: TunnelEnd) {
    super(describeTunnelEnd(end).message);
    this.code = end.code;
    this.end = end;
  }
}
