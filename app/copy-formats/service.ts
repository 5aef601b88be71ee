import { fail, succeed, type Result } from '../common/result.ts';
import { Secret } from '../common/secret.ts';
import { localHost } from '../gateway/model.ts';
import type { Target } from '../connect/target.ts';
import { tokenServiceOf, type Lease } from '../tokens/model.ts';
import { makers } from './formatters.ts';
import { formatsFor, PLACEHOLDER, type Preview, type FormatOptions } from './model.ts';
import { bundleFor, type FormatInput } from './format-input.ts';
import type { CopyFormatsPorts, Dialled } from './ports.ts';

/** What a form is made for: a target, and the connection whose gateway it may go through. */
export interface Subject {
  readonly target: Target;
  /** Null for a database that was found and not saved: it has no gateway. */
  readonly connectionId: string | null;
}

/** What a preview's comment says in the place of an end that is not known yet. */
const ENDS_LATER = 'Contains a token, which works for at most fifteen minutes after you copy it.';

/** Makes the module that copies what a program needs to log in, in the form that it takes. */
export function createCopyFormats(ports: CopyFormatsPorts) {
  /** Everything but the secret: the same for what is shown and what is copied. */
  async function prepare(
    { target, connectionId }: Subject,
    options: FormatOptions,
  ): Promise<Result<{ input: FormatInput; isSecretIn: boolean }>> {
    const format = formatsFor(target.open.family, options.route).find(({ id }) => id === options.format);
    const rule = format?.secret[options.route];
    if (rule === undefined) {
      return fail('invalid-input', 'This format does not exist for this database.', {
        hint: 'Choose another one.',
      });
    }
    const isSecretIn = rule === 'always' || (rule === 'asked' && options.withSecret);
    const input =
      options.route === 'gateway' ? gatewayInput(target, connectionId) : await directInput(target, options);
    return input.ok ? succeed({ input: input.value, isSecretIn }) : input;
  }

  function common({ open: { name, family, dbUser, database } }: Target) {
    return { name, family, dbUser, database, secret: null, ends: null, platform: ports.platform };
  }

  function gatewayInput(target: Target, connectionId: string | null): Result<FormatInput> {
    const at = connectionId === null ? null : ports.gateway(connectionId);
    if (at === null) {
      return fail('gateway-failed', 'There is no gateway yet.', {
        hint: connectionId === null ? 'Save the database as a connection first.' : 'Start it first.',
      });
    }
    const { port, localSide } = at;
    const host = localHost(localSide.localCa !== null);
    const dialled = { host, connectAddress: { host, port }, hostaddr: null, isTunnelled: false };
    return succeed({ ...common(target), ...dialled, direct: null, localSide });
  }

  async function directInput(target: Target, { format }: FormatOptions): Promise<Result<FormatInput>> {
    const { open, token } = target;
    const dialled = await connectAddress(open, format);
    if (!dialled.ok) return dialled;
    const own = open.caFile ?? ports.settingsCaFile();
    const localFile = await ports.caFile(own);
    if (!localFile.ok) return localFile;
    const { hostaddr, port } = dialled.value;
    const { host, port: signPort, region } = token.request;
    const certificates =
      own === null
        ? { localFile: localFile.value, ...bundleFor(host, region) }
        : { localFile: localFile.value, ...bundleFor(host, region), fileName: own, source: null };
    return succeed({
      ...common(target),
      host,
      hostaddr,
      connectAddress: { host: open.connectAddress?.host ?? host, port },
      isTunnelled:
        open.connectAddress !== null && open.connectAddress.host.toLowerCase() !== host.toLowerCase(),
      direct: {
        signing: { service: tokenServiceOf(host), profile: token.profile, region, host, port: signPort },
        certificates,
      },
      localSide: null,
    });
  }

  async function connectAddress(
    open: Target['open'],
    format: FormatOptions['format'],
  ): Promise<Result<Dialled>> {
    const [postgres, mysql] = makers[format].dials;
    const by = open.family === 'postgres' ? postgres : mysql;
    if (by === 'never') return succeed({ port: open.port, hostaddr: null });
    if (by === 'itself') return succeed({ port: open.connectAddress?.port ?? open.port, hostaddr: null });
    return ports.dialled(open, by);
  }

  return {
    /**
     * A form as it would be copied, with a placeholder where its secret would be.
     *
     * @returns `invalid-input` for a form that the database or the way does not have, `gateway-failed` where
     *   there is no gateway yet, and what dialling and the certificates refuse
     */
    async preview(subject: Subject, options: FormatOptions): Promise<Result<Preview>> {
      const prepared = await prepare(subject, options);
      if (!prepared.ok) return prepared;
      const { input, isSecretIn } = prepared.value;
      const secret = isSecretIn ? PLACEHOLDER[options.route] : null;
      const ends = isSecretIn && options.route === 'direct' ? ENDS_LATER : null;
      const { text, note } = makers[options.format].make({ ...input, secret, ends });
      return succeed({ text, note: note ?? null });
    },
    /**
     * Puts a form on the clipboard.
     *
     * @returns the lease of the token in it, null where it holds none; or what `preview`, signing, the local
     *   password and the clipboard refuse
     */
    async copy(subject: Subject, options: FormatOptions): Promise<Result<{ lease: Lease | null }>> {
      const prepared = await prepare(subject, options);
      if (!prepared.ok) return prepared;
      const { input, isSecretIn } = prepared.value;
      const textWith = (secret: string | null, ends: string | null): string =>
        makers[options.format].make({ ...input, secret, ends }).text;
      if (isSecretIn && options.route === 'direct') {
        const lease = await ports.copyToken(subject.target.token, (token, of) => textWith(token, endOf(of)));
        return lease.ok ? succeed({ lease: lease.value }) : lease;
      }
      if (isSecretIn && subject.connectionId !== null) {
        const got = await ports.localPassword(subject.connectionId);
        if (!got.ok) return got;
        const copied = await ports.copySecret(new Secret(textWith(got.value.reveal(), null)));
        return copied.ok ? succeed({ lease: null }) : copied;
      }
      const copied = await ports.copyText(textWith(null, null));
      return copied.ok ? succeed({ lease: null }) : copied;
    },
  };
}

/** When a token ends, for a comment that is read where nobody knows the reader's clock: in UTC. */
function endOf({ expiresAt, limitedBy, certain }: Lease): string {
  const at = new Date(expiresAt).toISOString().replace('T', ' ').slice(0, 19);
  const why = limitedBy === 'credentials' ? ', with the AWS session that signed it' : '';
  return `Contains a token, which works until ${at} UTC${certain ? '' : ' at the latest'}${why}.`;
}
