import { Secret } from '../../common/secret.ts';
import { shown } from '../../common/text/plain-text.ts';
import type { Asker } from '../../mfa/model.ts';
import { readPrompt, type SshPrompt } from './prompt.ts';
import type { Withdrawn } from './ports.ts';
import { MAX_SSH_QUESTIONS, MAX_WAITING_TOLD, type SshQuestion } from './question.ts';

/** What asking needs from outside. */
export interface QuestionsPorts {
  readonly newId: () => string;
  readonly showWindow: () => void;
  readonly onChanged: (questions: SshQuestion[]) => void;
}

/** Who is asked for, and for whom. */
export interface AskedFor {
  readonly destination: string;
  readonly askers: ReadonlySet<Asker>;
}

interface Open extends AskedFor {
  readonly prompt: SshPrompt;
  readonly settle: (answer: Secret | 'cancelled' | null) => void;
}

/** Makes what asks a person the questions of `ssh`. */
export function createSshQuestions({ newId, showWindow, onChanged }: QuestionsPorts) {
  const open = new Map<string, Open>();

  const list = (): SshQuestion[] =>
    [...open].map(([id, { destination, askers, prompt }]) => ({
      id,
      destination,
      waiting: [...new Set([...askers].flatMap(({ words }) => words ?? []))]
        .slice(0, MAX_WAITING_TOLD)
        .map((sentence) => shown(sentence, 400)),
      ...readPrompt(prompt),
    }));
  const publish = (): void => onChanged(list());

  return {
    list,
    publish,
    /** Asks. @returns null where the question was withdrawn, or there are too many */
    ask(of: AskedFor, prompt: SshPrompt, withdrawn: Withdrawn): Promise<Secret | 'cancelled' | null> {
      if (withdrawn.aborted || open.size >= MAX_SSH_QUESTIONS) return Promise.resolve(null);
      const id = newId();
      return new Promise((resolve) => {
        const settle: Open['settle'] = (answer) => {
          if (!open.delete(id)) return;
          publish();
          resolve(answer);
        };
        withdrawn.addEventListener('abort', () => settle(null));
        open.set(id, { ...of, prompt, settle });
        publish();
        showWindow();
      });
    },
    /** Answers a question; one that is no longer open needs no answer. */
    answer: (id: string, text: string): void => open.get(id)?.settle(new Secret(text)),
    /** Takes a question back. A server that is not trusted is told so, as by `ssh` in a terminal. */
    cancel(id: string): void {
      const found = open.get(id);
      found?.settle(readPrompt(found.prompt).kind === 'host-key' ? new Secret('no') : 'cancelled');
    },
  };
}
