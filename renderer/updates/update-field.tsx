import type { UpdateState } from '../../app/updates/model.ts';
import { changeSettings } from '../settings/actions.ts';
import css from '../settings/settings-dialog.module.css';
import { useStore } from '../store.ts';
import { Button } from '../ui/button.tsx';
import { ChoiceField } from '../ui/choice-field.tsx';
import { step } from './actions.ts';

/** Latchkey's own updates: each step is asked for. A copy that has no place to get them from shows nothing. */
export function UpdateField() {
  const update = useStore((state) => state.update);
  const channel = useStore((state) => state.settings.updateChannel);
  if (update.status === 'unavailable') return null;
  const next = nextOf(update);
  return (
    <section className={css['section']} aria-labelledby="settings-updates">
      <h3 className={css['heading']} id="settings-updates">
        Updates
      </h3>
      <ChoiceField
        label="Versions"
        value={channel}
        choices={[
          { id: 'latest', text: 'Stable' },
          { id: 'beta', text: 'Stable and beta' },
        ]}
        onChange={(id) => void changeSettings({ updateChannel: id === 'beta' ? 'beta' : 'latest' })}
      />
      <div className={css['update']}>
        <p role="status">{textOf(update)}</p>
        {next !== null && (
          <Button size="small" onPress={() => void step(next.step)}>
            {next.text}
          </Button>
        )}
      </div>
    </section>
  );
}

function textOf(update: UpdateState): string {
  switch (update.status) {
    case 'unavailable':
    case 'idle':
      return 'Latchkey downloads nothing unless you ask.';
    case 'checking':
      return 'Checking…';
    case 'current':
      return 'You have the latest version.';
    case 'available':
      return `Latchkey ${update.version} is available.`;
    case 'downloading':
      return `Downloading ${update.version}: ${update.percent} %`;
    case 'ready':
      return `Latchkey ${update.version} is ready.`;
    case 'failed':
      return [update.error.message, update.error.hint].filter(Boolean).join(' ');
  }
}

function nextOf({ status }: UpdateState): { step: 'check' | 'download' | 'install'; text: string } | null {
  switch (status) {
    case 'idle':
    case 'current':
    case 'failed':
      return { step: 'check', text: 'Check for updates' };
    case 'available':
      return { step: 'download', text: 'Download' };
    case 'ready':
      return { step: 'install', text: 'Quit and install' };
    default:
      return null;
  }
}
