import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formsFor, type FormId, type Way } from '../../app/copy-as/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import type { Failure } from '../api.ts';
import { startGateway } from '../gateway/actions.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { useStore } from '../store.ts';
import { subjectOfConnection, type Subject } from '../subject.ts';
import type { Named } from '../tokens/actions.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';
import { closeCopyAs, copyForm, lastChoice, secretWords } from './actions.ts';
import css from './copy-as-dialog.module.css';
import { FormList } from './form-list.tsx';
import { Preview } from './preview.tsx';
import { usePreview, type Shown } from './use-preview.ts';

/** Copies what a program needs to sign in, in the form that it takes; it goes with its connection. */
export function CopyAsDialog() {
  const asked = useStore((state) => (state.dialog === 'copy-as' ? state.copyAs : null));
  const connections = useStore((state) => state.connections);
  if (asked === null) return null;
  const { subject, named } = asked;
  const { connection, family } = subject;
  const now = connection === null ? null : connections.find(({ id }) => id === connection.id);
  if (now === undefined || family === null) return null;
  const current = now === null ? subject : subjectOfConnection(now);
  return <Card subject={current} named={named} family={current.family ?? family} />;
}

interface Props {
  readonly subject: Subject;
  readonly named: Named;
  readonly family: EngineFamily;
}

function Card({ subject, named, family }: Props) {
  const { name, connection } = subject;
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, connection?.id ?? null));
  const [first] = useState(() => lastChoice(subject));
  const [way, setWay] = useState<Way>(first?.way ?? 'direct');
  const [formId, setFormId] = useState<FormId | null>(first?.form.id ?? null);
  const [withSecret, setWithSecret] = useState(false);
  const [copied, setCopied] = useState<{ readonly words: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const forms = formsFor(family, way);
  const form = forms.find(({ id }) => id === formId) ?? forms[0];
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const change = (to: () => void): void => {
    setCopied(null);
    setFailure(null);
    to();
  };
  const rule = form?.secret[way];
  const asksSecret = rule === 'asked' && withSecret;
  const shown = usePreview(named, form, { way, withSecret: asksSecret }, gateway?.port ?? connection);
  if (form === undefined) return null;

  const wish = { form: form.id, way, withSecret: asksSecret };
  const words = secretWords({ form, way }, wish.withSecret);
  const lacksGateway = way === 'gateway' && gateway === null;
  const isMade = !lacksGateway && shown?.preview !== null;
  const copy = async (): Promise<void> => {
    if (!isMade) return;
    const wrong = await copyForm(named, family, wish);
    setFailure(wrong);
    if (wrong === null) setCopied({ words });
  };
  return (
    <Dialog
      title={`Copy ${name} as`}
      isOpen
      size="large"
      onClose={closeCopyAs}
      footer={
        <>
          <p className={css['words']}>{isMade && words}</p>
          <Button onPress={closeCopyAs}>Done</Button>
          {isMade && (
            <Button look="primary" onPress={() => void copy()}>
              {copied === null ? (
                <Copy size={14} aria-hidden="true" />
              ) : (
                <Check size={14} aria-hidden="true" />
              )}
              {copied === null ? 'Copy' : 'Copied'}
            </Button>
          )}
        </>
      }
    >
      <div className={css['card']}>
        <FormList
          forms={forms}
          value={form.id}
          hint={way === 'direct' ? fileHint(family) : null}
          onChange={(id) => change(() => setFormId(id))}
          onDone={() => void copy()}
        />
        <div className={css['side']}>
          <div className={css['choices']}>
            {connection !== null && (
              <Segments
                label="Connects"
                value={way}
                choices={[
                  { id: 'direct', text: 'Direct' },
                  { id: 'gateway', text: 'Gateway' },
                ]}
                onChange={(to) => change(() => setWay(to))}
              />
            )}
            {rule === 'asked' && (
              <Switch isOn={withSecret} onChange={(to) => change(() => setWithSecret(to))}>
                {way === 'direct' ? 'With a token' : 'With the local password'}
              </Switch>
            )}
          </div>
          {way === 'gateway' && connection !== null && gateway?.state !== 'running' && (
            <NoticeCard
              tone="amber"
              title={gateway === null ? 'There is no gateway yet' : 'The gateway is not listening'}
              action={
                <Button size="small" onPress={() => void startGateway(connection.id)}>
                  Start
                </Button>
              }
            >
              {gateway === null
                ? 'Its port is chosen when it is first started, and stays.'
                : (gateway.error?.message ?? 'Clients cannot connect until it is started.')}
            </NoticeCard>
          )}
          {!lacksGateway && <Text shown={shown} />}
          {failure !== null && (
            <p className={css['failure']} role="alert">
              {failure.message} {failure.hint}
            </p>
          )}
          <p className="spoken" role="status">
            {copied === null ? '' : `Copied. ${copied.words}`}
          </p>
        </div>
      </div>
    </Dialog>
  );
}

/** A file keeps what is in it, and a token does not last. */
function fileHint(family: EngineFamily): string {
  const file = family === 'postgres' ? '.pgpass' : 'my.cnf';
  return `A ${file} entry goes through the gateway: a token in it would soon be worth nothing.`;
}

/** The text, or why there is none. */
function Text({ shown }: { readonly shown: Shown | null }) {
  if (shown === null) return null;
  const { form, preview, failure } = shown;
  if (preview === null) {
    return (
      <NoticeCard tone="red" title={failure?.message ?? ''}>
        {failure?.hint}
      </NoticeCard>
    );
  }
  return (
    <>
      <Preview form={form} text={preview.text} />
      {preview.note !== null && <p className={css['note']}>{preview.note}</p>}
    </>
  );
}
