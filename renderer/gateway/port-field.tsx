import { useRef, useState } from 'react';
import { gatewayPort, type Gateway } from '../../app/gateway/model.ts';
import { Field } from '../ui/field.tsx';
import { changePort } from './actions.ts';
import css from './gateway-section.module.css';

/** The port of a gateway. What is typed counts on Enter and when one leaves the field; Esc takes it back. */
export function PortField({ gateway }: { readonly gateway: Gateway }) {
  const { connectionId, port } = gateway;
  /** What is typed and does not count yet. */
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isBusy = useRef(false);

  const put = (text: string | null): void => {
    setTyped(text);
    setProblem(null);
  };
  const apply = async (): Promise<void> => {
    // what was refused is not asked for again until it is another
    if (typed === null || problem !== null || isBusy.current) return;
    const text = typed.trim();
    if (text === String(port)) return put(null);
    const wanted = portOf(text);
    if (wanted === null) return setProblem('Enter a port from 1024 to 65535.');
    isBusy.current = true;
    const failure = await changePort(connectionId, wanted);
    isBusy.current = false;
    if (failure === null) put(null);
    else setProblem([failure.message, failure.hint].filter(Boolean).join(' '));
  };
  return (
    <div className={css['port']}>
      <Field
        label="Port"
        value={typed ?? String(port)}
        problem={problem}
        isMono
        onChange={put}
        onBlur={() => void apply()}
        onEnter={() => void apply()}
        onEscape={typed === null ? undefined : () => put(null)}
      />
    </div>
  );
}

function portOf(text: string): number | null {
  return /^\d{1,5}$/.test(text) ? (gatewayPort.safeParse(Number(text)).data ?? null) : null;
}
