import { Field } from '../ui/field.tsx';
import css from './connection-dialog.module.css';
import type { ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly said: Said;
}

/** The proxy that connects to the database. */
export function ProxyField({ form, put, said }: Props) {
  return (
    <>
      <Part field="proxy">
        <Field
          label="Proxy"
          value={form.proxy}
          placeholder="The one in Settings"
          isMono
          onChange={(proxy) => put({ ...form, proxy })}
          {...said}
        />
      </Part>
      <p className={css['note']}>
        With http://, https:// or socks5://. The proxy must allow the database’s port. TLS is verified for the
        database all the same. It stays on this machine; shared files leave it out.
      </p>
    </>
  );
}
