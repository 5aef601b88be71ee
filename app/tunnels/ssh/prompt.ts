import { plainLine, plainText } from '../../common/text/plain-text.ts';
import { MAX_QUESTION, type SshQuestion } from './question.ts';

/** What `ssh` asks by its askpass program: readpass.c and sshconnect.c of OpenSSH. */
export interface SshPrompt {
  /** What `SSH_ASKPASS_PROMPT` says: `confirm`, `none`, or nothing. */
  readonly hint: string;
  /** As it is asked. A server's own question comes with `(user@host) ` before it. */
  readonly text: string;
}

/** What a prompt of `ssh` is, as it is shown. Its text may be a server's, and is not to be trusted. */
export function readPrompt({ hint, text }: SshPrompt): Pick<SshQuestion, 'kind' | 'text' | 'hostKey'> {
  const words = plainText(text.slice(0, MAX_QUESTION)).trim();
  if (hint === 'none') return { kind: 'touch', text: words, hostKey: null };
  if (hint === 'confirm') return { kind: 'confirm', text: words, hostKey: null };
  const hostKey = readHostKey(text);
  return { kind: hostKey === null ? 'secret' : 'host-key', text: words, hostKey };
}

function readHostKey(text: string): SshQuestion['hostKey'] {
  const [, host] = /^The authenticity of host '(.{1,400}?)' can't be established\./.exec(text) ?? [];
  const [, type, fingerprint] = /^(\S{1,64}) key fingerprint is (\S{1,200}?)\.?\r?$/m.exec(text) ?? [];
  if (host === undefined || type === undefined || fingerprint === undefined) return null;
  if (!/\(yes\/no(?:\/\[fingerprint\])?\)\?\s*$/.test(text)) return null;
  return { host: plainLine(host), type: plainLine(type), fingerprint: plainLine(fingerprint) };
}
