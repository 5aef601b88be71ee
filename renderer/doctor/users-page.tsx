import { useState } from 'react';
import type { IamUsers } from '../../app/doctor/model.ts';
import { ask, type Failure } from '../api.ts';
import { Button } from '../ui/button.tsx';
import { NoticeCard } from '../ui/notice.tsx';
import type { About } from './about.ts';
import css from './doctor.module.css';

/** Who can log in with IAM: asked of the database when somebody presses the button, by one question that changes nothing. */
export function UsersPage({ subject, named, dbUser }: About) {
  const [found, setFound] = useState<IamUsers | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isAsking, setAsking] = useState(false);
  const askDatabase = async (): Promise<void> => {
    setAsking(true);
    const reply = await ask((bridge) => bridge.doctor.iamUsers({ subject: named }));
    setAsking(false);
    setFound(reply.ok ? reply.value : null);
    setFailure(reply.ok ? null : reply.error);
  };
  return (
    <div className={css['page']}>
      <div className={css['head']}>
        <p className={css['quiet']}>
          Logs in to {subject.name} as {dbUser} and asks who can log in with IAM. Nothing is changed.
        </p>
        <Button size="small" isPending={isAsking} onPress={() => void askDatabase()}>
          {isAsking ? 'Asking…' : 'Ask the database'}
        </Button>
      </div>
      {failure !== null && (
        <div role="alert">
          <NoticeCard tone="red" title={failure.message}>
            {failure.hint}
          </NoticeCard>
        </div>
      )}
      {found !== null && (
        <>
          <p role="status">{countText(found.users.length)}</p>
          {found.users.length > 0 && (
            <ul className={css['users']} aria-label="Users who can log in with IAM">
              {found.users.map(({ name, host, arn, isAdministrator }) => (
                <li key={`${name} ${host} ${arn}`}>
                  <span>{name}</span>
                  <span className={css['quiet']}>
                    {isAdministrator ? 'member of rds_superuser' : arn === '' ? hostText(host) : arn}
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}

function countText(count: number): string {
  if (count === 0) return 'Nobody can log in with IAM here.';
  return count === 1 ? 'One user can log in with IAM here.' : `${count} users can log in with IAM here.`;
}

function hostText(host: string): string {
  return host === '' || host === '%' ? '' : `from ${host}`;
}
