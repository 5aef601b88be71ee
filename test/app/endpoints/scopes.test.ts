import { describe, expect, it, vi } from 'vitest';
import { fail, succeed, type Result } from '../../../app/common/result.ts';
import { createEnabledRegions } from '../../../app/endpoints/enabled-regions.ts';
import { regionsOf } from '../../../app/endpoints/partition.ts';
import type { ScanScope } from '../../../app/endpoints/ports.ts';
import { scanScopesOf } from '../../../app/endpoints/scan-scopes.ts';
import { createScopes } from '../../../app/endpoints/scopes.ts';
import type { Profile } from '../../../app/profiles/model.ts';
import type { Settings } from '../../../app/settings/model.ts';

const profile = (name: string, region: string | null, partition = 'aws'): Profile => ({
  name,
  kind: 'static',
  region,
  state: { status: 'usable', expiry: { kind: 'never' } },
  identity: { account: '123456789012', arn: `arn:${partition}:iam::123456789012:user/me` },
  chain: [],
  unused: [],
});
const keys = {
  accessKeyId: 'A',
  secretAccessKey: 's',
  sessionToken: null,
  expiry: { kind: 'never' },
} as const;

/** Scopes over an AWS that answers so, and a scanner that only notes. */
function scopesOf(
  answer: Result<readonly string[]>,
  chosen: Settings['scanScopes'],
  shown: ScanScope[] = [],
) {
  const ask = vi.fn(async () => answer);
  const profiles = [profile('dev', 'us-east-1'), profile('beijing', 'cn-north-1', 'aws-cn')];
  const scopes = createScopes({
    profiles: () => profiles,
    settings: () => ({ regions: ['eu-west-1'], scanScopes: chosen }),
    scans: () => shown,
    enabled: createEnabledRegions({ ask, credentials: async () => succeed(keys) }),
  });
  const scanned: string[] = [];
  const note = (what: string) => async () => void scanned.push(what);
  const scanner = {
    scanAll: note('all'),
    scanProfile: async (name: string) => void scanned.push(name),
    scanOne: async ({ profile: name, region }: ScanScope) => void scanned.push(`${name} ${region}`),
  };
  return { scopes, scanned, ask, ...scopes.scanning(scanner) };
}

const texts = (scopes: readonly ScanScope[]) =>
  scopes.map(({ profile: name, region }) => `${name} ${region}`);

describe('where a profile is looked into', () => {
  it('is its own region and those of the settings, of its own partition', () => {
    const { scopes } = scopesOf(succeed([]), {});
    expect(texts(scopes.all())).toEqual(['dev us-east-1', 'dev eu-west-1', 'beijing cn-north-1']);
  });

  it('is what was chosen for it', () => {
    const { scopes } = scopesOf(succeed([]), { dev: ['eu-north-1'] });
    expect(texts(scopes.all())).toEqual(['dev eu-north-1', 'beijing cn-north-1']);
  });

  it('is every region that AWS says is enabled', async () => {
    const { scopes, scanAll, scanned } = scopesOf(succeed(['us-east-1', 'eu-west-3', 'not a region']), {
      dev: 'all',
    });
    expect(texts(scopes.all())).toEqual(['dev us-east-1', 'beijing cn-north-1']);
    await scanAll();
    expect(texts(scopes.all())).toEqual(['dev us-east-1', 'dev eu-west-3', 'beijing cn-north-1']);
    expect(scanned).toEqual(['all', 'dev eu-west-3']);
  });

  it('is every region of its partition where nobody may ask', async () => {
    const { scopes, scanProfile } = scopesOf(fail('access-denied', 'no'), {
      beijing: 'all',
      dev: ['us-east-1'],
    });
    await scanProfile('beijing');
    expect(texts(scopes.all())).toEqual([
      'dev us-east-1',
      ...regionsOf('aws-cn').map((region) => `beijing ${region}`),
    ]);
  });

  it('stays what is on show where AWS cannot be reached', async () => {
    const shown = [{ profile: 'dev', region: 'ap-south-1' }];
    const { scopes, scanAll, scanned } = scopesOf(fail('unreachable', 'no'), { dev: 'all' }, shown);
    await scanAll();
    expect(texts(scopes.all())).toEqual(['dev us-east-1', 'dev ap-south-1', 'beijing cn-north-1']);
    expect(scanned).toEqual(['all']);
  });

  it('is asked of AWS for those profiles only', async () => {
    const { ask, scanAll } = scopesOf(succeed([]), {});
    await scanAll();
    expect(ask).not.toHaveBeenCalled();
  });
});

it('a profile without a region and without an identity takes what it is given', () => {
  const bare = { name: 'bare', kind: 'static', region: null } as const;
  const choice = { regions: ['cn-north-1', 'us-east-1'], scanScopes: {}, enabledRegions: () => null };
  expect(texts(scanScopesOf([bare], choice))).toEqual(['bare cn-north-1', 'bare us-east-1']);
});
