import { fail, type Failure, type Result } from '../common/result.ts';
import type { Cancelled } from '../common/cancellation.ts';
import type { Credentials } from '../profiles/model.ts';
import { discoveryCalls, type Urgency } from './calls.ts';
import type { DiscoveryCall, Scan } from './model.ts';
import type { Described, Discovery, DiscoveryPage, ScanScope } from './ports.ts';
import type { Slots } from './slots.ts';

/** How many pages of one call are taken; what is beyond is said to be left out. */
const MAX_PAGES = 200;
/** How often one page is asked for while AWS says that there are too many requests. */
const MAX_THROTTLED = 8;

/** After one of these the other calls of the scope would say the same. */
const hopeless = new Set<Failure['code']>([
  'unreachable',
  'not-aws',
  'proxy-unreachable',
  'proxy-refused',
  'proxy-auth-required',
  'proxy-intercepts',
  'clock-wrong',
  'credentials-expired',
  'credentials-invalid',
  'profile-unusable',
]);

/** One scan of a scope. */
export interface AskedScope {
  readonly scope: ScanScope;
  readonly credentials: Credentials;
  /** Whose requests are throttled together. */
  readonly account: string;
  readonly cancelled: Cancelled;
  readonly onPage: (found: Partial<Described>) => void;
  /** All pages of a call are there, or it has failed. */
  readonly onEnd: (call: DiscoveryCall) => void;
}

/** What the calls are made with. */
export interface AskPorts {
  readonly discovery: Pick<Discovery, 'page'>;
  readonly slots: Slots;
}

/**
 * Makes every call of a scope's scan, the urgent ones first.
 *
 * @returns what went wrong, by call
 */
export async function askCalls(ports: AskPorts, asked: AskedScope): Promise<Scan['problems']> {
  const problems: Scan['problems'] = [];
  for (const urgency of ['first', 'later'] as const) {
    await Promise.all(
      discoveryCalls
        .filter((one) => one.urgency === urgency)
        .map(async ({ call }) => {
          const error = await askPages(ports, asked, call, urgency);
          if (error !== null) problems.push({ call, error });
          asked.onEnd(call);
        }),
    );
    if (asked.cancelled.isCancelled || problems.some(({ error }) => hopeless.has(error.code))) break;
  }
  return problems.toSorted((a, b) => a.call.localeCompare(b.call));
}

/** Takes a call's pages one after another, each in its own turn. */
async function askPages(
  { discovery, slots }: AskPorts,
  { scope, credentials, account, cancelled, onPage }: AskedScope,
  call: DiscoveryCall,
  urgency: Urgency,
): Promise<Failure | null> {
  const seen = new Set<string>();
  let marker: string | null = null;
  let throttled = 0;
  for (;;) {
    const at: string | null = marker;
    const page: Result<DiscoveryPage> = await slots.run(
      { account, region: scope.region, urgency },
      async () =>
        cancelled.isCancelled
          ? fail('cancelled', 'The scan was cancelled.')
          : discovery.page({ call, scope, credentials, marker: at }, cancelled),
    );
    if (!page.ok) {
      throttled += 1;
      if (page.error.code !== 'throttled' || throttled >= MAX_THROTTLED || cancelled.isCancelled) {
        return page.error;
      }
      continue;
    }
    throttled = 0;
    onPage(page.value.found);
    marker = page.value.next;
    if (marker === null) return null;
    if (seen.has(marker)) return endless(call, scope);
    if (seen.size === MAX_PAGES - 1) return tooMany(call, scope);
    seen.add(marker);
  }
}

function endless(call: DiscoveryCall, { region }: ScanScope): Failure {
  return fail('aws-error', `${call} in ${region}: AWS gives the same page again and again.`, {
    hint: 'What was found until then is in the list. Refresh in a while.',
  }).error;
}

function tooMany(call: DiscoveryCall, { region }: ScanScope): Failure {
  return fail('aws-error', `${call} in ${region}: there are more pages than Latchkey takes.`, {
    hint: `What the first ${MAX_PAGES} pages hold is in the list.`,
  }).error;
}
