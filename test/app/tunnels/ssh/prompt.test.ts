import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sshQuestion } from '../../../../app/tunnels/model.ts';
import { readPrompt } from '../../../../app/tunnels/ssh/prompt.ts';

/** As OpenSSH 9.2 asks it. */
const HOST_KEY = [
  "The authenticity of host '[10.213.7.1]:20022 ([10.213.7.1]:20022)' can't be established.",
  'ED25519 key fingerprint is SHA256:2hQwCmPLyhXzvOyHTJ1gPMg5Wl0bwOGkWNhz3uxlxUY.',
  'This key is not known by any other names.',
  'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
].join('\n');

describe('a question of ssh', () => {
  it('is about the key of a server', () => {
    expect(readPrompt({ hint: '', text: HOST_KEY })).toMatchObject({
      kind: 'host-key',
      hostKey: {
        host: '[10.213.7.1]:20022 ([10.213.7.1]:20022)',
        type: 'ED25519',
        fingerprint: 'SHA256:2hQwCmPLyhXzvOyHTJ1gPMg5Wl0bwOGkWNhz3uxlxUY',
      },
    });
  });

  it.each([
    "Enter passphrase for key '/home/dana/.ssh/id_ed25519': ",
    '(dana@bastion) Verification code: ',
    "dana@bastion's password: ",
    // a server asks it in its own words, which begin with whose they are
    `(dana@bastion) ${HOST_KEY}`,
  ])('is for a secret: %s', (text) => {
    expect(readPrompt({ hint: '', text })).toMatchObject({
      kind: 'secret',
      text: text.trim(),
      hostKey: null,
    });
  });

  it('is to be confirmed, or needs a touch', () => {
    expect(readPrompt({ hint: 'confirm', text: 'Allow use of key?' }).kind).toBe('confirm');
    expect(readPrompt({ hint: 'none', text: 'Confirm user presence for key' }).kind).toBe('touch');
  });

  it('is fit for the window whatever a server asks', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 6_000 }), fc.constant(HOST_KEY));
    fc.assert(
      fc.property(text, text, fc.constantFrom('', 'confirm', 'none', 'other'), (one, other, hint) => {
        const question = {
          id: '1',
          destination: 'bastion',
          waiting: [],
          ...readPrompt({ hint, text: one + other }),
        };
        expect(sshQuestion.safeParse(question).error?.issues).toBeUndefined();
      }),
    );
  });
});
