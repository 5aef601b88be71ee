import { ChevronDown } from 'lucide-react';
import { openPage } from '../endpoints/actions.ts';
import { setState, useStore } from '../store.ts';
import type { Subject } from '../subject.ts';
import { CopyTokenButton } from '../tokens/copy-button.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Menu, type Choice } from '../ui/menu.tsx';
import { clientsOf, openIn } from './actions.ts';
import { copyText } from './copy-text.ts';
import css from './open-button.module.css';

/** The one primary action with the others beside it; without a client that is copying the token. */
export function OpenActions({ subject }: { readonly subject: Subject }) {
  const programs = useStore((state) => state.programs);
  const isOpening = useStore(({ busy }) => busy?.key === subject.key && busy.action === 'open');
  const menuOpen = useStore((state) => state.clientMenuOpen);
  const clients = clientsOf(programs, subject);
  const [first] = clients;
  const look = subject.environment?.kind === 'prod' ? 'danger' : 'primary';

  const choices: readonly Choice[] = [
    ...clients.map(({ id, name }) => ({ id: `open ${id}`, text: `Open in ${name}` })),
    { id: 'host', text: 'Copy host', lined: clients.length > 0 },
    {
      id: 'command',
      text: `Copy ${subject.family === 'postgres' ? 'psql' : 'mysql'} command`,
      note: 'no token',
    },
    { id: 'url', text: 'Copy connection URL', note: 'no token' },
  ];
  const choose = (id: string): void => {
    const client = clients.find((one) => id === `open ${one.id}`);
    if (client !== undefined) void openIn(subject, client);
    else if (id === 'host' || id === 'command' || id === 'url') void copyText(subject, id);
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
            {isOpening ? 'Opening…' : `Open in ${first.name}`}
          </Button>
        )}
        <Menu
          label="More ways"
          choices={choices}
          onChoose={choose}
          placement="bottom end"
          isOpen={menuOpen}
          onOpenChange={(clientMenuOpen) => setState({ clientMenuOpen })}
        >
          <Button look={look} className={cx(css['more'], css[look])} aria-label="More ways to open or copy">
            <ChevronDown size={14} aria-hidden="true" />
          </Button>
        </Menu>
      </div>
      {first !== undefined && <CopyTokenButton subject={subject} className={css['copy']} />}
      {first === undefined && <MissingClient subject={subject} />}
    </div>
  );
}

function MissingClient({ subject }: { readonly subject: Subject }) {
  if (subject.family === null) return null;
  const isPostgres = subject.family === 'postgres';
  const wanted = isPostgres ? 'psql' : subject.family === 'mysql' ? 'mysql or mariadb' : 'mariadb or mysql';
  return (
    <p className={css['missing']}>
      {wanted} was not found on this machine, so there is nothing to open.{' '}
      <Button look="link" onPress={() => openPage(isPostgres ? 'install-psql' : 'install-mysql')}>
        How to install {isPostgres ? 'psql' : 'a MySQL client'}
      </Button>
    </p>
  );
}
