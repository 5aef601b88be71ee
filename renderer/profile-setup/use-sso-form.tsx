import { useEffect, useState } from 'react';
import type { SsoSessionRecipe } from '../../app/profile-setup/model.ts';
import { USUAL_PATTERN } from '../../app/profile-setup/names.ts';
import { accountsOf, knownSessions, type Accounts } from './actions.ts';
import type { AddForm } from './add-form.ts';
import { changeOf, profilesOf, type Naming } from './choose-roles.ts';
import { RoleChooser } from './role-chooser.tsx';
import { SsoStart } from './sso-start.tsx';

/** What was found after a sign-in. */
type Found = Extract<Accounts, { ok: true }>['value'];

/** Roles of IAM Identity Center: sign in, choose, name. */
export function useSsoForm(): AddForm {
  const [known, setKnown] = useState<readonly SsoSessionRecipe[]>([]);
  const [session, setSession] = useState<SsoSessionRecipe>({ name: '', startUrl: '', region: '' });
  const [found, setFound] = useState<Found | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [naming, setNaming] = useState<Naming>({ pattern: USUAL_PATTERN, region: '' });

  useEffect(() => {
    void knownSessions().then((all) => {
      setKnown(all);
      const [first] = all;
      if (first === undefined) return;
      setSession((now) => (now.name === '' && now.startUrl === '' ? first : now));
    });
  }, []);

  if (found === null) {
    return {
      body: (
        <SsoStart
          known={known}
          session={session}
          onChange={setSession}
          onFound={(value) => {
            setFound(value);
            setNaming((now) => ({ ...now, region: now.region === '' ? session.region : now.region }));
          }}
          list={() => accountsOf(session)}
        />
      ),
      change: null,
      verb: 'Add profiles',
      done: '',
    };
  }
  const profiles = profilesOf(session.name, found.accounts, chosen, naming);
  const count = profiles.length === 1 ? '1 profile' : `${profiles.length} profiles`;
  return {
    body: (
      <RoleChooser
        session={session.name}
        found={found}
        chosen={chosen}
        onChoose={setChosen}
        naming={naming}
        onNaming={setNaming}
        names={profiles.map(({ name }) => name)}
      />
    ),
    change: changeOf(session, profiles),
    verb: profiles.length === 0 ? 'Add profiles' : `Add ${count}`,
    done: `Added ${count}`,
  };
}
