import { ChevronDown } from 'lucide-react';
import { hasTunnel } from '../../app/tunnels/model.ts';
import { isBusy } from '../busy.ts';
import { keyOf } from '../commands.ts';
import { copyLastFormat, lastChoice, openCopyAs } from '../copy-formats/actions.ts';
import { copyHost } from '../copy-formats/copy-host.ts';
import { openPage } from '../window/actions.ts';
import { engineName } from '../endpoints/describe.ts';
import { setState, useStore } from '../store.ts';
import type { Subject } from '../subject.ts';
import { CopyTokenButton } from '../tokens/copy-button.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Menu, type Choice } from '../ui/menu.tsx';
import { openIn } from './actions.ts';
import { moreChoices, openChoices, runClientChoice, savesFirst, showClients } from './choices.ts';
import css from './open-button.module.css';
import { clientsOf, routeNow } from './usable.ts';

/** The one primary action with the others beside it; without a client that is copying the token. */
export function OpenActions({ subject }: { readonly subject: Subject }) {
  const state = useStore();
  const [first] = clientsOf(state, subject);
  const isOpening = first !== undefined && isBusy(state, subject, `open ${first.id}`);
  const last = lastChoice(subject);
  const look = subject.environment?.kind === 'prod' ? 'danger' : 'primary';

  const choices: readonly Choice[] = [
    ...openChoices(state, subject).map((choice, at) =>
      at === 0 ? { ...choice, heading: 'Open in' } : choice,
    ),
    ...moreChoices(state, subject),
    { id: 'host', text: 'Copy host', lined: true },
    ...(last === null ? [] : [{ id: 'copy-last', text: `Copy as ${last.format.name}`, note: 'no token' }]),
    { id: 'copy-as', text: 'Copy as…', note: keyOf('copy-as', state.platform) },
  ];
  const choose = (id: string): void => {
    if (runClientChoice(id, subject)) return;
    if (id === 'host') void copyHost(subject);
    else if (id === 'copy-last') void copyLastFormat(subject);
    else if (id === 'copy-as') void openCopyAs(subject);
  };

  return (
    <div className={css['actions']}>
      <div className={cx(css['split'], first === undefined && css['alone'])}>
        {first === undefined ? (
          <CopyTokenButton subject={subject} look={look} className={css['main']} />
        ) : (
          <Button
            look={look}
            className={css['main']}
            isPending={isOpening}
            onPress={() => void openIn(subject, first)}
          >
            <span className={css['name']} title={first.name}>
              {isOpening ? 'Opening…' : `Open in ${first.name}`}
            </span>
          </Button>
        )}
        <Menu
          label="More ways"
          choices={choices}
          onChoose={choose}
          placement="bottom end"
          startsAtFirst
          isOpen={state.clientMenuOpen}
          onOpenChange={(clientMenuOpen) => setState({ clientMenuOpen })}
        >
          <Button look={look} className={cx(css['more'], css[look])} aria-label="More ways to open or copy">
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </Menu>
      </div>
      {first !== undefined && <CopyTokenButton subject={subject} className={css['copy']} />}
      {first === undefined && <MissingClient subject={subject} />}
      {first !== undefined && savesFirst(state, subject, first) && (
        <p className={css['saves']}>
          {hasTunnel(routeNow(state, subject))
            ? 'Saves a connection first, whose gateway leads into the private network.'
            : `Saves a connection first, because ${first.name} logs in through its gateway and gets no token.`}
        </p>
      )}
    </div>
  );
}

function MissingClient({ subject: { family } }: { readonly subject: Subject }) {
  if (family === null) return null;
  const isPostgres = family === 'postgres';
  return (
    <p className={css['missing']}>
      Latchkey found no {engineName(family)} client on this machine.{' '}
      <Button look="link" onPress={() => openPage(isPostgres ? 'install-psql' : 'install-mysql')}>
        How to install {isPostgres ? 'psql' : 'a MySQL client'}
      </Button>{' '}
      or{' '}
      <Button look="link" onPress={showClients}>
        see all clients
      </Button>
    </p>
  );
}
