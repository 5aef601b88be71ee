import type { Subject } from '../subject.ts';
import type { TokenFault } from '../token.ts';
import type { Finding } from './finding.ts';

const DAMAGES: Partial<Record<TokenFault, string>> = {
  truncated: 'It is cut off: what took it may be too short for it.',
  encoded: 'It is percent-encoded once more than it should be.',
  scheme: 'It begins with https://, which is not part of a token.',
  quoted: 'It stands in quotes.',
  'white-space': 'It has a space or a line end in it.',
};

const OTHERS: Partial<Record<TokenFault, string>> = {
  'other-host': 'It is signed for the end of the tunnel, not for the database’s own name.',
  'other-port': 'It is signed for another port.',
  'other-region': 'It is signed for another region.',
  'other-user': 'It is signed for another user.',
};

/** What is wrong with the token on the clipboard; null where nothing is. */
export function clipboardToken(subject: Subject, faults: readonly TokenFault[]): Finding | null {
  const copy = {
    certainty: 'certain',
    next: 'Copy a new token.',
    remedies: [{ kind: 'copy-token' }],
  } as const;
  const damage = faults.find((fault) => DAMAGES[fault] !== undefined);
  if (damage !== undefined) {
    const headline = `The token on the clipboard for ${subject.name} is damaged.`;
    const next = 'Copy a new token and paste it whole, or connect through the gateway.';
    return { ...copy, cause: 'token-damaged', headline, detail: DAMAGES[damage] ?? '', next };
  }
  if (faults.includes('ended')) {
    const headline = `The token on the clipboard for ${subject.name} has ended.`;
    return { ...copy, cause: 'token-ended', headline, detail: 'A token works for fifteen minutes.' };
  }
  const other = faults.find((fault) => OTHERS[fault] !== undefined);
  if (other === undefined) return null;
  const headline = `The token on the clipboard does not fit ${subject.dbUser} on ${subject.name}.`;
  return { ...copy, cause: 'token-for-another', headline, detail: OTHERS[other] ?? '' };
}
