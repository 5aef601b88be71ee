/**
 * A text that must not be seen: a token, a local password, or a text that holds one. It is a type of its own, so that it
 * goes only where a secret is asked for, and it prints as nothing where it is logged, serialised or put into a text by
 * mistake.
 */
export class Secret {
  readonly #text: string;

  /** @param text the secret itself */
  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself, for what hands it over. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }
}
