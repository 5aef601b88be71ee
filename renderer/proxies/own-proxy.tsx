import { useState } from 'react';
import type { ProxyChoice } from '../../app/proxies/model.ts';
import css from '../settings/settings-dialog.module.css';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { setOwnProxy } from './actions.ts';
import { proxyAddressText } from './words.ts';

/** A proxy of one's own. Its password goes to main and never comes back. */
export function OwnProxy({ choice: { use, own, hasPassword } }: { readonly choice: ProxyChoice }) {
  const kept = own === null ? '' : proxyAddressText(own);
  const [typed, setTyped] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const address = typed ?? kept;

  async function save(): Promise<void> {
    const wrong = await setOwnProxy({ address, password: password === '' ? null : password });
    setProblem(wrong === null ? null : [wrong.message, wrong.hint].filter(Boolean).join(' '));
    if (wrong !== null) return;
    setTyped(null);
    setPassword('');
  }

  const isChanged = (typed !== null && typed !== kept) || password !== '';
  return (
    <section className={css['section']} aria-labelledby="settings-own-proxy">
      <h3 className={css['heading']} id="settings-own-proxy">
        Your own proxy
      </h3>
      <Field
        label="Address"
        value={address}
        placeholder="http://proxy.example.com:3128"
        problem={problem}
        hint="With http://, https:// or socks5://. A user goes before the host: http://ana@proxy.example.com:3128."
        isMono
        onChange={(text) => {
          setTyped(text);
          setProblem(null);
        }}
        onEnter={() => void save()}
      />
      <Field
        label="Password"
        value={password}
        placeholder={hasPassword ? 'Saved' : ''}
        problem={null}
        isSecret
        onChange={setPassword}
        onEnter={() => void save()}
      />
      <div className={css['update']}>
        <span />
        <Button
          size="small"
          isDisabled={address.trim() === '' || (use === 'own' && !isChanged)}
          onPress={() => void save()}
        >
          Use this proxy
        </Button>
      </div>
    </section>
  );
}
