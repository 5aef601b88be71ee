import type { Line, Report, SignInCandidate, Verdict } from '../../app/doctor/model.ts';
import type { ClientFailure } from '../../app/doctor/model.ts';

/** The answer in a word, and its tone. */
export const answers: Readonly<Record<Verdict, { readonly word: string; readonly tone: Tone }>> = {
  yes: { word: 'Yes', tone: 'good' },
  no: { word: 'No', tone: 'bad' },
  probably: { word: 'Probably', tone: 'good' },
  'probably-not': { word: 'Probably not', tone: 'soon' },
  unknown: { word: 'Not known', tone: 'quiet' },
};

/** How something looks: never alone, a word or a mark stands with it. */
export type Tone = 'good' | 'soon' | 'bad' | 'quiet';

/** The mark before each check, and what it says to those who do not see it. */
export const marks: Readonly<
  Record<Line['state'], { readonly mark: string; readonly spoken: string; readonly tone: Tone }>
> = {
  fine: { mark: '✓', spoken: 'Fine', tone: 'good' },
  problem: { mark: '✕', spoken: 'Problem', tone: 'bad' },
  warning: { mark: '!', spoken: 'Warning', tone: 'soon' },
  unknown: { mark: '–', spoken: 'Not known', tone: 'quiet' },
  waiting: { mark: '·', spoken: 'Not checked yet', tone: 'quiet' },
};

/** How many checks have ended, of how many. */
export function progressText({ lines }: Pick<Report, 'lines'>): string {
  return `${lines.filter(({ state }) => state !== 'waiting').length} of ${lines.length}`;
}

/** How long the checks took: `1.4 s`. */
export function tookText({ elapsedMs }: Pick<Report, 'elapsedMs'>): string {
  return `${(elapsedMs / 1_000).toFixed(1)} s`;
}

/** How old an answer is; empty for one of this minute. */
export function ageText(startedAt: number, now: number): string {
  const minutes = Math.floor((now - startedAt) / 60_000);
  if (minutes < 1) return '';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** That a client ended at once, in a sentence. */
export function clientFailureText({ client, exitCode, ranMs }: ClientFailure): string {
  return `${client} ended after ${Math.max(1, Math.round(ranMs / 1_000))} s with code ${exitCode}.`;
}

const sources: Readonly<Record<SignInCandidate['sources'][number], string>> = {
  policy: 'policy',
  simulation: 'IAM',
  database: 'database',
};

/** Who says so, and how surely, beside the name of somebody whom one can perhaps log in as. */
export function candidateNote({ sources: from, certainty }: SignInCandidate): string {
  const said = from.map((source) => sources[source]).join(', ');
  return certainty === 'certain' ? said : `likely: ${said}`;
}

/** What is said once the checks are over. */
export function spokenAnswer(name: string, { verdict, findings }: Report): string {
  const [first] = findings;
  return `Can I connect to ${name}? ${answers[verdict].word}. ${first?.headline ?? ''}`.trim();
}
