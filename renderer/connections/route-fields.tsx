import type { NetworkRoute } from '../../app/tunnels/model.ts';
import { Field } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import css from './connection-dialog.module.css';
import { withConnectHost, withConnectHostSplit, type ConnectionForm } from './form.ts';
import { Part, type Said } from './form-part.tsx';
import { NodeField } from './node-field.tsx';
import { ProxyField } from './proxy-field.tsx';
import { SshField } from './ssh-field.tsx';

interface Props {
  readonly form: ConnectionForm;
  readonly put: (form: ConnectionForm) => void;
  readonly connectHost: Said;
  readonly connectPort: Said;
  readonly sessionTarget: Said;
  readonly sshDestination: Said;
  readonly proxy: Said;
}

const kinds: ReadonlyArray<{ readonly id: NetworkRoute['kind']; readonly text: string }> = [
  { id: 'direct', text: 'Directly' },
  { id: 'address', text: 'Another address' },
  { id: 'session-manager', text: 'Session Manager' },
  { id: 'ssh', text: 'SSH' },
  { id: 'proxy', text: 'Proxy' },
];

/** How the database is reached from here. */
export function RouteFields({ form, put, connectHost, connectPort, sessionTarget, ...said }: Props) {
  return (
    <>
      <Segments
        label="How it is reached"
        value={form.routeKind}
        choices={kinds}
        isTight
        onChange={(routeKind) => put({ ...form, routeKind })}
      />
      {form.routeKind === 'session-manager' && <NodeField form={form} put={put} said={sessionTarget} />}
      {form.routeKind === 'ssh' && <SshField form={form} put={put} said={said.sshDestination} />}
      {form.routeKind === 'proxy' && <ProxyField form={form} put={put} said={said.proxy} />}
      {form.routeKind === 'address' && (
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
