import { paginateListAccountRoles, paginateListAccounts, type SSOClient } from '@aws-sdk/client-sso';
import { fail, succeed, type Result } from '../../app/common/result.ts';
import { plainLine } from '../../app/common/text/plain-text.ts';
import type { SsoTarget } from '../../app/profiles/model.ts';
import { signInName } from '../../app/sign-in/model.ts';
import type { SsoAccount, SsoPortal } from '../../app/sign-in/ports.ts';
import { withSso } from '../profiles/sso-client.ts';
import { awsFailure } from '../profiles/aws-failure.ts';
import { errorName } from '../profiles/error-name.ts';
import { currentToken } from '../profiles/sso-refresh.ts';
import { isSamePortal, refuseToken, tokenPath } from '../profiles/sso-token.ts';
import type { SettingsOfSso } from './sso-settings.ts';

/** The most that a page holds: https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_ListAccounts.html */
const PAGE_SIZE = 100;

/** How many accounts, and roles of one, are listed at most. */
const MAX_LISTED = 5_000;

/** How long a list may take as a whole, in milliseconds. */
const LIST_TIMEOUT_MS = 60_000;

/** What a sign-in gives access to, as IAM Identity Center's portal lists it. */
export function ssoPortal(settingsOf: SettingsOfSso, env: NodeJS.ProcessEnv): SsoPortal {
  async function ask<T>(
    target: SsoTarget,
    use: (client: SSOClient, accessToken: string, signal: AbortSignal) => Promise<T>,
  ): Promise<Result<T>> {
    const name = signInName(target);
    const settings = await settingsOf(target);
    if (!settings.ok) return settings;
    const token = await currentToken(tokenPath(target, env), target, settings.value);
    if (!token.ok) return token;
    const { value } = token;
    const isUsable =
      value !== null &&
      value.expiresAt > Date.now() &&
      (value.startUrl === undefined || isSamePortal(value.startUrl, target.startUrl));
    if (!isUsable) return notSignedIn(name);
    const signal = AbortSignal.timeout(LIST_TIMEOUT_MS);
    try {
      return succeed(
        await withSso(settings.value, target.region, (client) => use(client, value.accessToken, signal)),
      );
    } catch (cause) {
      if (errorName(cause) !== 'UnauthorizedException') {
        return { ok: false, error: awsFailure(cause, `Listing what ${name} gives access to`) };
      }
      refuseToken(value);
      return notSignedIn(name);
    }
  }

  return {
    accounts: (target) =>
      ask(target, async (client, accessToken, abortSignal) => {
        const found: SsoAccount[] = [];
        const config = { client, pageSize: PAGE_SIZE };
        for await (const page of paginateListAccounts(config, { accessToken }, { abortSignal })) {
          for (const { accountId, accountName, emailAddress } of page.accountList ?? []) {
            if (accountId === undefined || !/^\d{12}$/.test(accountId)) continue;
            found.push({
              id: accountId,
              name: plainLine(accountName ?? '').slice(0, 256),
              email: plainLine(emailAddress ?? '').slice(0, 256),
            });
          }
          if (found.length >= MAX_LISTED) break;
        }
        return found.slice(0, MAX_LISTED);
      }),
    roles: (target, accountId) =>
      ask(target, async (client, accessToken, abortSignal) => {
        const found: string[] = [];
        const config = { client, pageSize: PAGE_SIZE };
        const input = { accessToken, accountId };
        for await (const page of paginateListAccountRoles(config, input, { abortSignal })) {
          for (const { roleName } of page.roleList ?? []) {
            // what an IAM name may hold: it goes into AWS's files
            if (roleName !== undefined && /^[\w+=,.@-]{1,64}$/.test(roleName)) found.push(roleName);
          }
          if (found.length >= MAX_LISTED) break;
        }
        return found.slice(0, MAX_LISTED);
      }),
  };
}

function notSignedIn(name: string): { ok: false; error: ReturnType<typeof fail>['error'] } {
  return fail('sign-in-needed', `Nobody is signed in to ${name}, or the sign-in has ended.`, {
    hint: `Sign in to ${name} again.`,
  });
}
