import { z } from 'zod';
import type { Clock } from '../common/clock.ts';
import type { Result } from '../common/result.ts';
import type { StateFile } from '../common/state-file.ts';
import { lineOf } from '../common/text/schema.ts';
import { ssoIdOf, type Credentials, type SsoTarget } from '../profiles/model.ts';
import type { ScanScope } from './ports.ts';

/** How long what IAM said of an account counts, in milliseconds. */
const ASKED_AGAIN_MS = 7 * 24 * 3_600_000;

/** How many accounts are kept: as many as a sign-in lists. */
const MAX_ACCOUNTS = 5_000;

/** What AWS calls an account. */
const foundName = z.strictObject({
  /** Null where IAM has no alias for it, or nobody may ask. */
  name: lineOf(256).min(1).nullable(),
  /** IAM Identity Center's name of the account, or IAM's alias. */
  from: z.enum(['sso', 'alias']),
  /** When AWS was asked, in milliseconds since the epoch. */
  askedAt: z.number(),
});

/** What AWS calls accounts, by their numbers. */
export const foundNames = z.record(lineOf(32), foundName);

/** What AWS calls accounts, by their numbers. */
export type FoundNames = z.infer<typeof foundNames>;

/**
 * Asks IAM for the alias of an account, with the profile's credentials (`iam:ListAccountAliases`).
 *
 * @returns null where it has none, `access-denied` where nobody may ask, and what else an AWS call fails with
 */
export type AskAccountAlias = (at: ScanScope, credentials: Credentials) => Promise<Result<string | null>>;

/** What the names of accounts are found out with. */
export interface AccountNamesPorts {
  readonly askAlias: AskAccountAlias;
  /** The accounts of a sign-in to IAM Identity Center; `sign-in-needed`, or why they could not be listed. */
  readonly accounts: (
    session: SsoTarget,
  ) => Promise<Result<readonly { readonly id: string; readonly name: string }[]>>;
  readonly credentials: (profile: string) => Promise<Result<Credentials>>;
  readonly file: StateFile<FoundNames>;
  readonly clock: Pick<Clock, 'now'>;
  /** The user's own names of accounts, which count before AWS's. */
  readonly own: () => Readonly<Record<string, string>>;
  /** Some account is called otherwise than before. */
  readonly onChanged: () => void;
}

/** A profile by which accounts can be named. */
export interface NamingProfile extends ScanScope {
  /** Null where AWS has not said. */
  readonly account: string | null;
  /** The sign-in that it depends on; null where it depends on none. */
  readonly session: SsoTarget | null;
}

/**
 * Makes what knows the names of accounts. In one run each sign-in is asked for its accounts once, and IAM once for each
 * account that no sign-in has named, one after the other. What is denied is nothing to be told of.
 */
export function createAccountNames(ports: AccountNamesPorts) {
  let found: FoundNames = {};
  const listed = new Map<string, Promise<void>>();
  const asked = new Set<string>();
  let turn: Promise<void> = Promise.resolve();

  async function keep(names: FoundNames): Promise<void> {
    const isNews = Object.entries(names).some(([account, { name }]) => nameOf(found, account) !== name);
    found = Object.fromEntries(Object.entries({ ...found, ...names }).slice(-MAX_ACCOUNTS));
    if (isNews) ports.onChanged();
    // where it cannot be written it is asked for again
    await ports.file.save(found);
  }

  async function list(session: SsoTarget): Promise<void> {
    const said = await ports.accounts(session);
    if (said.ok) {
      const askedAt = ports.clock.now();
      const named = said.value.filter(({ name }) => name !== '');
      return keep(
        Object.fromEntries(named.map(({ id, name }) => [id, { name, from: 'sso' as const, askedAt }])),
      );
    }
    // nothing was asked of AWS: who signs in later is
    if (said.error.code === 'sign-in-needed') listed.delete(ssoIdOf(session));
  }

  function listOnce(session: SsoTarget): Promise<void> {
    const id = ssoIdOf(session);
    const known = listed.get(id);
    if (known !== undefined) return known;
    const listing = list(session);
    listed.set(id, listing);
    return listing;
  }

  async function askOnce(account: string, { profile, region }: ScanScope): Promise<void> {
    const known = entryOf(found, account);
    const isFresh = known !== undefined && ports.clock.now() - known.askedAt < ASKED_AGAIN_MS;
    if (asked.has(account) || isFresh || known?.from === 'sso') return;
    const credentials = await ports.credentials(profile);
    if (!credentials.ok) return;
    asked.add(account);
    const said = await ports.askAlias({ profile, region }, credentials.value);
    if (!said.ok && said.error.code !== 'access-denied') return;
    const name = said.ok ? said.value : nameOf(found, account);
    await keep({ [account]: { name, from: 'alias', askedAt: ports.clock.now() } });
  }

  async function learn({ account, session, ...at }: NamingProfile): Promise<void> {
    if (session !== null) await listOnce(session);
    if (account !== null) await askOnce(account, at);
  }

  return {
    async load(): Promise<void> {
      found = (await ports.file.load()).value;
    },
    /** What an account is called: by the user, else by AWS; null where nobody has said. */
    of: (account: string): string | null => entryOf(ports.own(), account) ?? nameOf(found, account),
    /** Finds out what the account of a profile is called, and those beside it, after what is being found out. */
    learn(profile: NamingProfile): Promise<void> {
      const mine = turn.then(() => learn(profile));
      turn = mine.catch(() => undefined);
      return mine;
    },
  };
}

function nameOf(found: FoundNames, account: string): string | null {
  return entryOf(found, account)?.name ?? null;
}

/** What an ARN gives as an account may be the name of anything that every object has. */
function entryOf<T>(entries: Readonly<Record<string, T>>, account: string): T | undefined {
  return Object.hasOwn(entries, account) ? entries[account] : undefined;
}
