import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatsFor, type FormatId, type Route } from '../../app/copy-formats/model.ts';
import type { EngineFamily } from '../../app/endpoints/model.ts';
import type { Failure } from '../api.ts';
import { startGateway } from '../gateway/actions.ts';
import { gatewayOf } from '../gateway/gateways.ts';
import { closeDialog, useStore } from '../store.ts';
import { subjectOfConnection, type Subject } from '../subject.ts';
import type { SubjectRef } from '../subject.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import { Segments } from '../ui/segments.tsx';
import { Switch } from '../ui/switch.tsx';
import { copyFormat, lastChoice, secretWords, leadsThroughGatewayOnly } from './actions.ts';
import css from './copy-as-dialog.module.css';
import { FormatList } from './format-list.tsx';
import { Preview } from './preview.tsx';
import type { CopyFormatsDialogs } from './state.ts';
import { usePreview, type Shown } from './use-preview.ts';

/** Copies what a program needs to log in, in the form that it takes; it goes with its connection. */
export function CopyAsDialog({ subject, named }: CopyFormatsDialogs['copy-as']) {
  const connections = useStore((state) => state.connections);
  const { connection, family } = subject;
  const now = connection === null ? null : connections.find(({ id }) => id === connection.id);
  if (now === undefined || family === null) return null;
  const current = now === null ? subject : subjectOfConnection(now);
  return <Card subject={current} named={named} family={current.family ?? family} />;
}

interface Props {
  readonly subject: Subject;
  readonly named: SubjectRef;
  readonly family: EngineFamily;
}

function Card({ subject, named, family }: Props) {
  const { name, connection } = subject;
  const gateway = useStore(({ gateways }) => gatewayOf(gateways, connection?.id ?? null));
  const [first] = useState(() => lastChoice(subject));
  const [route, setRoute] = useState<Route>(first?.route ?? 'direct');
  const [formatId, setFormatId] = useState<FormatId | null>(first?.format.id ?? null);
  const [withSecret, setWithSecret] = useState(false);
  const [copied, setCopied] = useState<{ readonly words: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const formats = formatsFor(family, route);
  const format = formats.find(({ id }) => id === formatId) ?? formats[0];
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
  const rule = format?.secret[route];
  const asksSecret = rule === 'asked' && withSecret;
  const shown = usePreview(named, format, { route, withSecret: asksSecret }, gateway?.port ?? connection);
  if (format === undefined) return null;

  const options = { format: format.id, route, withSecret: asksSecret };
  const words = secretWords({ format, route }, options.withSecret);
  const lacksGateway = route === 'gateway' && gateway === null;
  const isMade = !lacksGateway && shown?.preview !== null;
  const copy = async (): Promise<void> => {
    if (!isMade) return;
    const wrong = await copyFormat(named, family, options);
    setFailure(wrong);
    if (wrong === null) setCopied({ words });
  };
  return (
    <Dialog
      title={`Copy ${name} as`}
      isOpen
      size="large"
      onClose={closeDialog}
      footer={
        <>
          <p className={css['words']}>{isMade && words}</p>
          <Button onPress={closeDialog}>Done</Button>
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
        <FormatList
          formats={formats}
          value={format.id}
          hint={route === 'direct' ? fileHint(family) : null}
          onChange={(id) => change(() => setFormatId(id))}
          onDone={() => void copy()}
        />
        <div className={css['side']}>
          <div className={css['choices']}>
            {connection !== null && !leadsThroughGatewayOnly(connection) && (
              <Segments
                label="Connects"
                value={route}
                choices={[
                  { id: 'direct', text: 'Direct' },
                  { id: 'gateway', text: 'Gateway' },
                ]}
                onChange={(to) => change(() => setRoute(to))}
              />
            )}
            {rule === 'asked' && (
              <Switch isOn={withSecret} onChange={(to) => change(() => setWithSecret(to))}>
                {route === 'direct' ? 'With a token' : 'With the local password'}
              </Switch>
            )}
          </div>
          {route === 'gateway' && connection !== null && gateway?.state !== 'running' && (
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
                ? 'Latchkey chooses its port when you first start it, and keeps it.'
                : (gateway.error?.message ?? 'Clients cannot connect until you start it.')}
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
  return `A ${file} entry goes through the gateway, because a token in it would soon expire.`;
}

/** The text, or why there is none. */
function Text({ shown }: { readonly shown: Shown | null }) {
  if (shown === null) return null;
  const { format, preview, failure } = shown;
  if (preview === null) {
    return (
      <NoticeCard tone="red" title={failure?.message ?? ''}>
        {failure?.hint}
      </NoticeCard>
    );
  }
  return (
    <>
      <Preview format={format} text={preview.text} />
      {preview.note !== null && <p className={css['note']}>{preview.note}</p>}
    </>
  );
}
