/** What a line of the log says beside its event, by name. A secret has no place here, whatever its name. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** One module's log. What it is given is redacted before it is written. */
export interface Log {
  /** Written only while the log is a debug log. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  /**
   * A defect, or a fault of something outside.
   *
   * @param cause what was thrown; written with its stack
   */
  error(event: string, cause: unknown): void;
}
