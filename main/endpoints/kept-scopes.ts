import { succeed, type Result } from '../../app/common/result.ts';
import type { ScanScope } from '../../app/endpoints/ports.ts';
import type { Credentials } from '../../app/profiles/model.ts';
import type { ClientSettings } from '../../app/profiles/plan/client-settings.ts';
import type { AwsService } from '../../app/profiles/plan/configured-endpoints.ts';
import type { AwsHttpHandler } from '../profiles/aws-http-handler.ts';
import { clientOptions, httpHandler } from '../profiles/client-options.ts';
import { sdkCredentials } from '../profiles/sdk-credentials.ts';
import type { SettingsOf } from '../profiles/settings-of.ts';

/** How many scopes' clients are kept; the one that was used longest ago goes first. */
const MAX_SCOPES = 1_000;
/** How many connections to one host: more requests than that are never under way to one region. */
const CONNECTIONS = { keepAlive: true, maxSockets: 128, maxFreeSockets: 128, timeout: 60_000 } as const;

/** What a scope's clients are made with. */
export interface KeptScope {
  readonly options: (
    service: AwsService,
  ) => Promise<
    Awaited<ReturnType<typeof clientOptions>> & { readonly credentials: ReturnType<typeof sdkCredentials> }
  >;
}

interface Kept extends KeptScope {
  readonly credentials: Credentials;
}

/**
 * Keeps, for each profile and region, what its clients are made with, until its credentials are others or all is
 * forgotten. All share their connections, by host: those of another profile are as good.
 */
export function keptScopes(settingsOf: SettingsOf) {
  const scopes = new Map<string, Kept>();
  const settings = new Map<string, Promise<Result<ClientSettings>>>();
  const handlers = new Map<string | null, Promise<AwsHttpHandler>>();

  function settingsFor(profile: string): Promise<Result<ClientSettings>> {
    const kept = settings.get(profile) ?? settingsOf(profile);
    settings.set(profile, kept);
    return kept;
  }

  function handlerFor({ caBundle }: ClientSettings): Promise<AwsHttpHandler> {
    const kept = handlers.get(caBundle) ?? httpHandler(caBundle, CONNECTIONS);
    handlers.set(caBundle, kept);
    // a bundle that could not be read is read anew next time
    kept.catch(() => handlers.delete(caBundle));
    return kept;
  }

  return {
    /** What a scope's clients are made with; `profile-unusable`. */
    async of({ profile, region }: ScanScope, credentials: Credentials): Promise<Result<KeptScope>> {
      const key = `${profile}\n${region}`;
      const kept = scopes.get(key);
      scopes.delete(key);
      if (kept !== undefined && areSame(kept.credentials, credentials)) {
        scopes.set(key, kept);
        return succeed(kept);
      }
      const found = await settingsFor(profile);
      if (!found.ok) {
        settings.delete(profile);
        return found;
      }
      const made: Kept = {
        credentials,
        options: async (service) => ({
          ...(await clientOptions(found.value, service, region, await handlerFor(found.value))),
          credentials: sdkCredentials(credentials),
        }),
      };
      // another call of the same scope may have been quicker
      const meanwhile = scopes.get(key);
      if (meanwhile !== undefined && areSame(meanwhile.credentials, credentials)) return succeed(meanwhile);
      scopes.set(key, made);
      const [oldest] = scopes.keys();
      if (scopes.size > MAX_SCOPES && oldest !== undefined) scopes.delete(oldest);
      return succeed(made);
    },
    /** Forgets all, and closes the connections. */
    forget(): void {
      for (const handler of handlers.values()) {
        handler.then(
          (one) => one.destroy(),
          () => undefined,
        );
      }
      handlers.clear();
      settings.clear();
      scopes.clear();
    },
  };
}

/**
 * A client for each scope, made when it is first asked for. Its connections are the scope's: it is not to be destroyed.
 *
 * @param make takes the client's options
 */
export function clientPerScope<C>(
  service: AwsService,
  make: (options: Awaited<ReturnType<KeptScope['options']>>) => C,
): (scope: KeptScope) => Promise<C> {
  const clients = new WeakMap<KeptScope, Promise<C>>();
  return (scope) => {
    const kept = clients.get(scope) ?? scope.options(service).then(make);
    clients.set(scope, kept);
    kept.catch(() => clients.delete(scope));
    return kept;
  };
}

function areSame(a: Credentials, b: Credentials): boolean {
  return (
    a.accessKeyId === b.accessKeyId &&
    a.secretAccessKey === b.secretAccessKey &&
    a.sessionToken === b.sessionToken
  );
}
