import { Field } from '../ui/field.tsx';
import { Switch } from '../ui/switch.tsx';
import css from './connection-dialog.module.css';
import { withDialHost, withDialSplit, type ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly dialHost: Said;
  readonly dialPort: Said;
}

/** Where the socket goes instead of to the database itself, for those who have a tunnel. */
export function DialFields({ form, put, dialHost, dialPort }: Props) {
  return (
    <>
      <div className={css['row']}>
        <span className={css['label']} aria-hidden="true">
          Connect through
        </span>
        <Switch isOn={form.dials} onChange={(dials) => put({ ...form, dials })}>
          <span className="spoken">Connect through </span>
          <span>Another address</span>
        </Switch>
      </div>
      {form.dials && (
        <>
          <div className={css['address']}>
            <Part field="dialHost">
              <Field
                label="Dial host"
                value={form.dialHost}
                placeholder="127.0.0.1"
                isMono
                onChange={(text) => put(withDialHost(form, text))}
                {...dialHost}
                onBlur={() => {
                  put(withDialSplit(form));
                  dialHost.onBlur();
                }}
              />
            </Part>
            <Part field="dialPort">
              <Field
                label="Port"
                value={form.dialPort}
                placeholder="15432"
                isMono
                onChange={(port) => put({ ...form, dialPort: port })}
                {...dialPort}
              />
            </Part>
          </div>
          <p className={css['note']}>
            Such as the local end of a tunnel of your own. The token and the TLS check still name the real
            host.
          </p>
        </>
      )}
    </>
  );
}
