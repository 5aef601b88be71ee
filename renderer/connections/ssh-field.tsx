import { Field } from '../ui/field.tsx';
import css from './connection-dialog.module.css';
import type { ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly said: Said;
}

/** The server that `ssh` logs in to. */
export function SshField({ form, put, said }: Props) {
  return (
    <>
      <Part field="sshDestination">
        <Field
          label="SSH server"
          value={form.sshDestination}
          placeholder="bastion"
          isMono
          onChange={(sshDestination) => put({ ...form, sshDestination })}
          {...said}
        />
      </Part>
      <p className={css['note']}>
        What you type after ssh in a terminal. Your own ssh logs in, with your configuration, keys and agent.
        It stays on this machine; shared files leave it out.
      </p>
    </>
  );
}
