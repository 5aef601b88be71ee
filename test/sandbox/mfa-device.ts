import { createHmac, randomBytes } from 'node:crypto';

/** How long a code is shown, in milliseconds: RFC 6238 says 30 seconds, and AWS takes no other. */
const STEP_MS = 30_000;
/** How far the device's clock may be off, in steps. */
const MAX_STEPS_OFF = 1;

/** A virtual MFA device of a user, as an authenticator app is one. */
export interface MfaDevice {
  readonly serial: string;
  /** The six digits that it shows at a time, in milliseconds since the epoch. */
  readonly code: (now: number) => string;
  /** Whether AWS takes a code now. It takes each one once, and none from before one that it took. */
  readonly accepts: (code: string, now: number) => boolean;
  /** A code that it does not take, whatever the clocks say. */
  readonly wrongCode: (now: number) => string;
  /** Takes codes again that it has taken: a test needs more than one in half a minute. */
  readonly forget: () => void;
}

/** Makes a device. */
export function makeMfaDevice(serial: string, secret = randomBytes(20)): MfaDevice {
  let lastTaken = -Infinity;
  const step = (now: number): number => Math.floor(now / STEP_MS);
  return {
    serial,
    code: (now) => totp(secret, step(now)),
    accepts(code, now) {
      for (let off = -MAX_STEPS_OFF; off <= MAX_STEPS_OFF; off += 1) {
        const at = step(now) + off;
        if (at <= lastTaken || totp(secret, at) !== code) continue;
        lastTaken = at;
        return true;
      }
      return false;
    },
    wrongCode(now) {
      const shown = [-1, 0, 1].map((off) => totp(secret, step(now) + off));
      return ['000000', '111111', '222222', '333333'].find((code) => !shown.includes(code)) ?? '';
    },
    forget: () => void (lastTaken = -Infinity),
  };
}

/** A code as RFC 6238 and RFC 4226 (5.3) make it, with SHA-1 and six digits. */
export function totp(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** A page that shows the code as a telephone would, for whoever tries the sandbox. It renews itself. */
export function mfaPage({ serial, code }: MfaDevice, now: number): string {
  const left = Math.ceil((STEP_MS - (now % STEP_MS)) / 1_000);
  const digits = code(now);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="refresh" content="${left}">
<title>Sandbox MFA device</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 15vh auto; text-align: center; color-scheme: light dark; }
  output { font: 48px ui-monospace, monospace; letter-spacing: 0.15em; }
</style>
<p>${serial.replace(/^.*:/, '')}</p>
<p><output>${digits.slice(0, 3)} ${digits.slice(3)}</output></p>
<p>The next code comes in ${left} seconds. Each is taken once.</p>
</html>
`;
}
