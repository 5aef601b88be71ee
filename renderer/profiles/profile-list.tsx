import { ProfileMenu } from '../profile-setup/profile-menu.tsx';
import { SessionItem } from '../sign-in/session-item.tsx';
import { useStore } from '../store.ts';
import type { ProfileGroup } from './groups.ts';
import { ProfileItem } from './profile-item.tsx';
import css from './sidebar.module.css';

interface Props {
  readonly groups: readonly ProfileGroup[];
  /** Where the Tab key stops. */
  readonly stop: string;
}

/** The AWS profiles, those of an SSO session under it. */
export function ProfileList({ groups, stop }: Props) {
  const isReady = useStore((state) => state.phase === 'ready');
  return (
    <ul aria-labelledby="profiles-heading">
      {groups.flatMap(({ session, profiles }) =>
        session === null
          ? profiles.map((profile) => (
              <li key={profile.name}>
                <ProfileMenu profile={profile.name}>
                  <ProfileItem profile={profile} session={null} isStop={stop === `profile ${profile.name}`} />
                </ProfileMenu>
              </li>
            ))
          : [
              <li key={`session ${session.id}`}>
                <SessionItem session={session} isStop={stop === `session ${session.id}`} />
                {profiles.length > 0 && (
                  <ul className={css['children']} aria-label={`Profiles of ${session.name}`}>
                    {profiles.map((profile) => (
                      <li key={profile.name}>
                        <ProfileMenu profile={profile.name}>
                          <ProfileItem
                            profile={profile}
                            session={session}
                            isStop={stop === `profile ${profile.name}`}
                          />
                        </ProfileMenu>
                      </li>
                    ))}
                  </ul>
                )}
              </li>,
            ],
      )}
      {isReady && groups.length === 0 && <li className={css['none']}>None found</li>}
    </ul>
  );
}
