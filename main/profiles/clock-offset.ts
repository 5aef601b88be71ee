/** Told how far AWS's clock is ahead of this computer's, in milliseconds. */
export type ClockMeasured = (offsetMs: number) => void;

/** A client of the SDK, which measures the clock by every answer of AWS's, a refusal too. */
interface Measuring {
  readonly config: { readonly systemClockOffset: number };
}

/**
 * How far AWS's clock is ahead, by the answer that a client has just got. The SDK corrects its own requests by the same
 * measure, and signers of tokens do not: so it must not be taken from whether the call succeeds.
 *
 * @param thrown what the call threw; null where it did not
 * @returns in milliseconds; null where AWS has not answered
 */
export function clockOffsetOf({ config }: Measuring, thrown: unknown = null): number | null {
  return thrown === null || isAnswer(thrown) ? config.systemClockOffset : null;
}

/** Makes a call, and tells what its answer says of the clock. Throws what the call throws. */
export async function measuring<T>(
  client: Measuring,
  measured: ClockMeasured,
  call: () => Promise<T>,
): Promise<T> {
  const tell = (thrown: unknown): void => {
    const offsetMs = clockOffsetOf(client, thrown);
    if (offsetMs !== null) measured(offsetMs);
  };
  try {
    const said = await call();
    tell(null);
    return said;
  } catch (cause) {
    tell(cause);
    throw cause;
  }
}

/** Whether an error is an answer of AWS's: it has a status. What was thrown without one never reached AWS. */
function isAnswer(cause: unknown): boolean {
  if (!(cause instanceof Error) || !('$metadata' in cause)) return false;
  const { $metadata } = cause;
  return (
    typeof $metadata === 'object' &&
    $metadata !== null &&
    'httpStatusCode' in $metadata &&
    typeof $metadata.httpStatusCode === 'number'
  );
}
