import { useEffect } from 'react';
import { proxyChoice } from '../../app/proxies/model.ts';
import { fileName } from '../endpoints/facts.tsx';
import css from '../settings/settings-dialog.module.css';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { proxyStep, takeProxies } from './actions.ts';
import { OwnProxy } from './own-proxy.tsx';
import { nowText } from './words.ts';

const uses = [
  { id: 'system', text: 'The environment’s or the system’s' },
  { id: 'none', text: 'None' },
  { id: 'own', text: 'This one' },
];

/** How Latchkey leaves the machine: its proxy, and what that signs with. */
export function NetworkPage() {
  const { choice, now } = useStore((state) => state.proxies);
  useEffect(() => void proxyStep('look'), []);
  return (
    <div className={css['settings']}>
      <div className={css['setting']}>
        <ChoiceField
          label="Proxy"
          value={choice.use}
          choices={uses.filter(({ id }) => id !== 'own' || choice.own !== null)}
          onChange={(id) => void takeProxies(proxyChoice.shape.use.parse(id))}
        />
        <p className={css['note']} role="status">
          {nowText(now, choice.use)}
        </p>
      </div>
      <OwnProxy choice={choice} />
      <ProxyCa caFile={choice.caFile} />
    </div>
  );
}

function ProxyCa({ caFile }: { readonly caFile: string | null }) {
  const hasDialog = useStore((state) => state.host === 'electron');
  return (
    <section className={css['section']} aria-labelledby="settings-proxy-ca">
      <h3 className={css['heading']} id="settings-proxy-ca">
        A proxy that shows its own certificates
      </h3>
      <div className={css['row']}>
        <span className={css['label']}>Its CA file</span>
        <div className={css['ca']}>
          <p className={css['path']} title={caFile ?? undefined}>
            {caFile === null ? 'None' : fileName(caFile)}
          </p>
          <div className={css['buttons']}>
            {hasDialog && (
              <Button size="small" onPress={() => void proxyStep('chooseCa')}>
                Choose file…
              </Button>
            )}
            {caFile !== null && (
              <Button size="small" onPress={() => void proxyStep('forgetCa')}>
                Trust it no longer
              </Button>
            )}
          </div>
        </div>
      </div>
      <p className={css['note']}>Latchkey trusts it for AWS, and never for databases.</p>
    </section>
  );
}
