import type { Endpoint } from '../../app/endpoints/model.ts';
import { engineName } from '../endpoints/describe.ts';
import { cx } from './cx.ts';
import css from './badge.module.css';

const marks = { postgres: 'Pg', mysql: 'My', mariadb: 'Ma' } as const;

/** The small square that says which engine; grey for engines without IAM database authentication. */
export function EngineBadge({ engine, family }: Pick<Endpoint, 'engine' | 'family'>) {
  const name = engineName(engine);
  return (
    <span className={cx(css['engine'], css[family ?? 'other'])} role="img" aria-label={name} title={name}>
      {family === null ? name.slice(0, 2) : marks[family]}
    </span>
  );
}

/** The tag that makes production look different before one clicks. */
export function EnvironmentTag({ environment }: { readonly environment: Endpoint['environment'] }) {
  if (environment === null) return null;
  return <span className={cx(css['tag'], css[environment.kind])}>{environment.label}</span>;
}

/** The dot beside a profile. Never alone: a word stands near it. */
export function Dot({ tone }: { readonly tone: 'good' | 'soon' | 'bad' | 'quiet' }) {
  return <span className={cx(css['dot'], css[tone])} aria-hidden="true" />;
}
