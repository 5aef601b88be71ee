import type { Page } from '../../app/window/model.ts';

/** The only addresses that Latchkey opens in a browser. */
export const pages: Readonly<Record<Page, string>> = {
  'iam-authentication':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Enabling.html',
  'iam-policy':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html',
  'database-user':
    'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.DBAccounts.html',
  sso: 'https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html',
  'install-psql': 'https://www.postgresql.org/download/',
  'install-mysql': 'https://dev.mysql.com/doc/refman/8.4/en/installing.html',
};
