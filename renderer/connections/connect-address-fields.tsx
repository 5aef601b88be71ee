import { Field } from '../ui/field.tsx';
import { Switch } from '../ui/switch.tsx';
import css from './connection-dialog.module.css';
import { withConnectHost, withConnectHostSplit, type ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly connectHost: Said;
  readonly connectPort: Said;
}

/** Where the socket goes instead of to the database itself, for those who have a tunnel. */
export function DialFields({ form, put, connectHost, connectPort }: Props) {
  return (
    <>
      <div className={css['row']}>
        <span className={css['label']} aria-hidden="true">
          Connect through
        </span>
        <Switch
          isOn={form.connectsElsewhere}
          onChange={(connectsElsewhere) => put({ ...form, connectsElsewhere })}
        >
          <span className="spoken">Connect through </span>
          <span>Another address</span>
        </Switch>
      </div>
      {form.connectsElsewhere && (
        <>
          <div className={css['address']}>
            <Part field="connectHost">
              <Field
                label="Connect host"
                value={form.connectHost}
                placeholder="127.0.0.1"
                isMono
                onChange={(text) => put(withConnectHost(form, text))}
                {...connectHost}
                onBlur={() => {
                  put(withConnectHostSplit(form));
                  connectHost.onBlur();
                }}
              />
            </Part>
            <Part field="connectPort">
              <Field
                label="Port"
                value={form.connectPort}
                placeholder="15432"
                isMono
                onChange={(port) => put({ ...form, connectPort: port })}
                {...connectPort}
              />
            </Part>
          </div>
          <p className={css['note']}>
            For example, the local end of your own tunnel. The token and the TLS check still use the real
            host.
          </p>
        </>
      )}
    </>
  );
}
