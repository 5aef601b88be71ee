import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Endpoint } from '../../app/endpoints/model.ts';
import type { Profile } from '../../app/profiles/model.ts';
import { useClock } from '../clock.ts';
import { ProfileProblem } from '../profiles/profile-problem.tsx';
import { kindText, stateWord } from '../profiles/state-word.ts';
import { useStore } from '../store.ts';
import { Dot } from '../ui/badge.tsx';
import { Popover } from '../ui/popover.tsx';
import { accountText, engineName, shortVersion } from './describe.ts';
import css from './facts.module.css';
import { MembersFact } from './members-fact.tsx';

/** What is known of an endpoint, in AWS's words. */
export function Facts({ endpoint }: { readonly endpoint: Endpoint }) {
  const profile = useStore(({ profiles }) => profiles.profiles.find(({ name }) => name === endpoint.profile));
  const caFile = useStore((state) => state.settings.caFile);
  const { region, account, accountName, engine, engineVersion, instanceClass, members, status } = endpoint;
  const { kind, pending, vpc, ca, global, capacity, policyResourceId } = endpoint;
  const version = `${engineName(engine)} ${shortVersion(engineVersion)}`.trim();
  return (
    <dl className={css['facts']}>
      <Fact name="AWS profile">
        {profile === undefined ? endpoint.profile : <ProfileFact profile={profile} />}
      </Fact>
      {account !== null && (
        <Fact name="Account" {...(accountName === null ? {} : { note: accountText(account) })}>
          <span className={css['whole']}>{accountName ?? accountText(account)}</span>
        </Fact>
      )}
      <Fact name="Region">{region}</Fact>
      <Fact name="Engine">{instanceClass === null ? version : `${version}, ${instanceClass}`}</Fact>
      {endpoint.iam === 'on' && (
        <Fact name="TLS" {...(endpoint.tlsForced === true ? { note: 'required by the database' } : {})}>
          {caFile === null
            ? `Verified with ${kind === 'proxy' || kind === 'dsql' ? 'Amazon’s CA' : 'the RDS CA'}`
            : `Verified with your own CA file: ${fileName(caFile)}`}
        </Fact>
      )}
      {capacity !== null && (
        <Fact name="Capacity">
          {capacity.min} to {capacity.max} ACU, Serverless v2
        </Fact>
      )}
      {global !== null && (
        <Fact name="Global database">
          {global.name}
          {kind !== 'global-cluster' && (
            <span className={css['note']}>{global.primary ? 'primary cluster' : 'secondary cluster'}</span>
          )}
        </Fact>
      )}
      {status !== 'available' && <Fact name="Status">{status}</Fact>}
      {pending.length > 0 && <Fact name="Pending changes">{pending.join(', ')}</Fact>}
      {vpc !== null && (
        <Fact name="Network">
          <code className={css['mono']}>{vpc}</code>
          {endpoint.publiclyAccessible !== null && (
            <span className={css['note']}>{endpoint.publiclyAccessible ? 'public' : 'private'}</span>
          )}
        </Fact>
      )}
      {ca !== null && <Fact name="CA">{ca}</Fact>}
      {members.length > 0 && (
        <Fact name="Members">
          <MembersFact endpoint={endpoint} />
        </Fact>
      )}
      {policyResourceId === null ? (
        <Fact name="Resource ID">
          <span className={css['quiet']}>Policies name the cluster, which this profile may not see</span>
        </Fact>
      ) : (
        <Fact name="Resource ID" note="used in IAM policies">
          <code className={css['mono']}>{policyResourceId}</code>
        </Fact>
      )}
    </dl>
  );
}

interface FactProps {
  readonly name: string;
  readonly note?: string;
  readonly children: ReactNode;
}

/** One thing that is known, with its name before it. */
export function Fact({ name, note, children }: FactProps) {
  return (
    <div className={css['fact']}>
      <dt>{name}</dt>
      <dd>
        {children}
        {note !== undefined && <span className={css['note']}>{note}</span>}
      </dd>
    </div>
  );
}

/** A profile with its state; where it cannot be used, what it needs. */
export function ProfileFact({ profile }: { readonly profile: Profile }) {
  const word = useClock((now) => stateWord(profile, now).word);
  const tone = useClock((now) => stateWord(profile, now).tone);
  const { state, kind, name } = profile;
  const left =
    state.status === 'usable' && state.expiry.kind === 'at' && word !== 'Expired' ? `${word} left` : null;
  return (
    <span className={css['profile']}>
      <Dot tone={tone} />
      <span className={css['profileName']}>{name}</span>
      {state.status === 'unusable' ? (
        <Popover
          label={`Profile ${name}`}
          placement="bottom end"
          trigger={<Button className={css['state'] ?? ''}>{word}</Button>}
        >
          {(close) => <ProfileProblem profile={profile} onDone={close} />}
        </Popover>
      ) : (
        <span className={css['quiet']}>{left === null ? kindText[kind] : `${kindText[kind]}, ${left}`}</span>
      )}
    </span>
  );
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
