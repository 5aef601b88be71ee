import { dockerRun, kubernetesJob } from './containers.ts';
import { dotnet } from './dotnet.ts';
import { powershellEnvironment, shellEnvironment } from './environment.ts';
import { optionFileEntry, pgpassEntry } from './files.ts';
import { go } from './go.ts';
import type { FormatId } from './model.ts';
import { node } from './node.ts';
import type { Formatted, FormatInput } from './format-input.ts';
import { python } from './python.ts';
import { mysqlLine, psqlLine } from './shell-lines.ts';
import { connectionUrl, jdbcUrl } from './urls.ts';

/**
 * How a form gets to where a tunnel begins: by an address beside the name that is verified, by a name that
 * must lead there (a line in the hosts file), by code that dials one and verifies the other, or not at all.
 */
export type Dials = 'address' | 'name' | 'itself' | 'never';

interface Maker {
  readonly make: (input: FormatInput) => Formatted;
  /** For PostgreSQL, and for MySQL and MariaDB. */
  readonly dials: readonly [postgres: Dials, mysql: Dials];
}

/** What makes each form. */
export const makers: Readonly<Record<FormatId, Maker>> = {
  psql: { make: psqlLine, dials: ['address', 'name'] },
  mysql: { make: (input) => mysqlLine(input, 'mysql'), dials: ['address', 'name'] },
  mariadb: { make: (input) => mysqlLine(input, 'mariadb'), dials: ['address', 'name'] },
  env: { make: shellEnvironment, dials: ['address', 'name'] },
  powershell: { make: powershellEnvironment, dials: ['address', 'name'] },
  url: { make: connectionUrl, dials: ['address', 'name'] },
  jdbc: { make: jdbcUrl, dials: ['name', 'name'] },
  python: { make: python, dials: ['address', 'itself'] },
  node: { make: node, dials: ['itself', 'itself'] },
  go: { make: go, dials: ['itself', 'itself'] },
  dotnet: { make: dotnet, dials: ['itself', 'name'] },
  pgpass: { make: pgpassEntry, dials: ['never', 'never'] },
  'my-cnf': { make: optionFileEntry, dials: ['never', 'never'] },
  docker: { make: dockerRun, dials: ['address', 'address'] },
  kubernetes: { make: kubernetesJob, dials: ['never', 'never'] },
};
