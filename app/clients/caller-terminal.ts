import { fail, succeed, type Result } from '../common/result.ts';
import type { Lease } from '../tokens/model.ts';
import { bannerOf } from './banner.ts';
import type { TerminalPlan } from './catalogue/definition.ts';
import { resolveConnectAddress } from './connect-address.ts';
import type { ClientId, Shell } from './model.ts';
import type {
  ClientLauncher,
  ClientTarget,
  CurrentClientSettings,
  OpenTarget,
  ResolveHost,
} from './ports.ts';
import type { createPreparing } from './prepare.ts';
import { loginVariables } from './login-variables.ts';
import { throughGateway, type GatewayEndpoint } from './through-gateway.ts';
import { variableLines } from './variable-lines.ts';

/** How a connection is logged in to: through its gateway where it has one, else with a token. */
export interface PasswordSources {
  /** Opens the gateway; null: not through it. */
  readonly gatewayEndpoint: (() => Promise<Result<GatewayEndpoint>>) | null;
  readonly sign: () => Promise<Result<{ readonly token: string; readonly lease: Lease }>>;
}

interface SignedIn {
  readonly at: ClientTarget;
  readonly password: string;
  /** Null through the gateway. */
  readonly lease: Lease | null;
}

/** What the caller's terminal is handed. */
export interface CallerPlan {
  readonly program: string;
  readonly banner: string;
  readonly plan: TerminalPlan;
  readonly lease: Lease | null;
}

/** The use cases of a caller who has a terminal of their own. */
export function createCallerTerminal(ports: {
  readonly prepare: ReturnType<typeof createPreparing>['prepare'];
  readonly launcher: Pick<ClientLauncher, 'certificates' | 'platform'>;
  readonly resolve: ResolveHost;
  readonly currentSettings: CurrentClientSettings;
}) {
  async function signIn(
    target: OpenTarget,
    { gatewayEndpoint, sign }: PasswordSources,
  ): Promise<Result<SignedIn>> {
    if (gatewayEndpoint !== null) {
      const opened = await gatewayEndpoint();
      if (!opened.ok) return opened;
      const at = throughGateway(target, opened.value);
      return succeed({ at, password: opened.value.password, lease: null });
    }
    const at = await resolveConnectAddress(target, ports.resolve);
    if (!at.ok) return at;
    const signed = await sign();
    return signed.ok
      ? succeed({ at: at.value, password: signed.value.token, lease: signed.value.lease })
      : signed;
  }

  return {
    /**
     * Plans how a client is started, logged in, by whoever asks. Everything that can be refused without a token is
     * refused before one is signed.
     *
     * @returns what preparing, dialling, signing and planning refuse; `invalid-input` for a client with windows
     */
    async planForCaller(
      target: OpenTarget,
      id: ClientId,
      sources: PasswordSources,
    ): Promise<Result<CallerPlan>> {
      const prepared = await ports.prepare(
        target,
        id,
        sources.gatewayEndpoint === null ? 'direct' : 'gateway',
      );
      if (!prepared.ok) return prepared;
      const { definition, client } = prepared.value;
      if (definition.runsIn === 'window') {
        return fail('invalid-input', `${definition.name} does not run in a terminal.`, {
          hint: `Open it with: latchkey open NAME --client ${id}`,
        });
      }
      const signed = await signIn(target, sources);
      if (!signed.ok) return signed;
      const { at, password, lease } = signed.value;
      const plan = prepared.value.plan(at, password);
      if (!plan.ok) return plan;
      if (plan.value.runsIn === 'window')
        return fail('internal', `${definition.name} has no plan for a terminal.`);
      const { tag, line } = bannerOf(at, definition.name);
      const banner = tag === null ? line : `${tag.text} ${line}`;
      return succeed({ program: client.where, banner, plan: plan.value, lease });
    },

    /**
     * The variables of a login, for a shell. Refuses what certificates, dialling and signing do, and a value that the
     * shell has no way to write.
     *
     * @param shell null for the one that this system's people use most
     */
    async variables(
      target: OpenTarget,
      sources: PasswordSources,
      shell: Shell | null,
    ): Promise<Result<{ text: string; lease: Lease | null }>> {
      const ca = await ports.launcher.certificates(target.caFile ?? ports.currentSettings().caFile);
      if (!ca.ok) return ca;
      const signed = await signIn(target, sources);
      if (!signed.ok) return signed;
      const { at, password, lease } = signed.value;
      const usual = ports.launcher.platform === 'win32' ? 'powershell' : 'sh';
      const text = variableLines(shell ?? usual, loginVariables(at, password, lease, ca.value));
      return text.ok ? succeed({ text: text.value, lease }) : text;
    },
  };
}
