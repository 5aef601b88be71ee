import { variablesOf } from './environment.ts';
import { slugOf } from './files.ts';
import { BUNDLE_NAME, isForDsqlAdmin, textOf, type Formatted, type FormatInput } from './format-input.ts';
import { mountField } from '../common/text/config-files.ts';
import { GATEWAY_HOST } from '../gateway/model.ts';
import { kubernetesValue } from '../common/text/literals.ts';
import { shown } from '../common/text/plain-text.ts';
import { shellWord } from '../common/text/shell.ts';
import { dsqlCommand, endsComment, mysqlWords, withPassword } from './shell-lines.ts';

const images = { postgres: 'postgres:17', mysql: 'mysql:8.4', mariadb: 'mariadb:11.4' } as const;

/**
 * `docker run` with the database's own client (Docker's documentation: `--env` without a value takes the
 * variable from the environment, so that no password is in an argument list; `--mount`; `--network host`).
 *
 * The gateway, and most tunnels, listen on the loopback, which a container on Linux has only with the host's
 * network; Docker Desktop leads `host.docker.internal` there (its documentation, "Networking").
 */
export function dockerRun(input: FormatInput): Formatted {
  const { family, direct, isTunnelled, platform } = input;
  const isLinux = platform === 'linux';
  const needsHost = direct === null || isTunnelled;
  const host = direct === null ? (isLinux ? GATEWAY_HOST : 'host.docker.internal') : input.host;
  const at = { ...input, host };
  const isPostgres = family === 'postgres';
  const passwordVariable = isPostgres ? 'PGPASSWORD' : 'MYSQL_PWD';
  const hasPassword = direct !== null || input.secret !== null;
  const caFile = direct === null ? null : `/${BUNDLE_NAME}`;
  const options = [
    needsHost && (isLinux || direct !== null) ? '--network host' : null,
    direct !== null && isTunnelled && !isPostgres
      ? `--add-host ${shellWord(`${input.host}:${input.hostaddr ?? input.connectAddress.host}`)}`
      : null,
    hasPassword ? `--env ${passwordVariable}` : null,
    ...(isPostgres
      ? variablesOf(at, caFile).map(([name, value]) => `--env ${name}=${shellWord(value)}`)
      : []),
    direct === null
      ? null
      : `--mount ${shellWord(['type=bind', `src=${direct.certificates.localFile}`, `dst=/${BUNDLE_NAME}`, 'readonly'].map(mountField).join(','))}`,
  ].filter((option) => option !== null);
  const client = isPostgres
    ? ['psql']
    : [family, ...mysqlWords(at, family, caFile), ...(hasPassword ? [] : ['--password'])];
  const command = [
    'docker run --rm -it',
    ...options.map((option) => `  ${option}`),
    `  ${images[family]} ${client.join(' ')}`,
  ].join(' \\\n');
  return {
    text: textOf(
      endsComment('#', input),
      needsHost && networkComment(direct === null, isLinux),
      withPassword(passwordVariable, input, command),
    ),
    note: 'For a POSIX shell.',
  };
}

function networkComment(isGateway: boolean, isLinux: boolean): string {
  const what = isGateway ? 'The gateway' : 'The tunnel';
  if (isLinux) {
    const others = isGateway
      ? '\n# A container counts as another user: turn on “Other users and containers” in the gateway’s options.'
      : '';
    return `# ${what} listens on this machine’s loopback, which a container has only with the host’s network.${others}`;
  }
  return isGateway
    ? '# Docker Desktop leads host.docker.internal to this machine’s loopback, where the gateway listens.'
    : '# The tunnel listens on this machine’s loopback: switch host networking on in Docker Desktop’s settings.';
}

/**
 * A job whose pod signs its own token with its service account's IAM role (IRSA or EKS Pod Identity; Amazon
 * EKS User Guide, "Grant Kubernetes workloads access to AWS using Kubernetes Service Accounts") and hands it
 * to the client on a volume in memory that goes with the pod (Kubernetes documentation, `emptyDir`).
 */
export function kubernetesJob(input: FormatInput): Formatted {
  const { family, name, dbUser, database, direct, isTunnelled } = input;
  if (direct === null) return { text: '' };
  const { service, host, port, region } = direct.signing;
  const isPostgres = family === 'postgres';
  const { source, fileName } = direct.certificates;
  const own = direct.certificates.source === null;
  const variables: ReadonlyArray<readonly [string, string]> = [
    ['DB_HOST', host],
    ['DB_PORT', String(port)],
    ['DB_USER', dbUser],
    ...(isPostgres
      ? variablesOf({ ...input, connectAddress: { host, port }, hostaddr: null }, `/rds-ca/${BUNDLE_NAME}`)
      : database === ''
        ? []
        : [['DB_NAME', database] as const]),
  ];
  const sign =
    service === 'dsql'
      ? [`aws dsql ${dsqlCommand(input)} --region=${region}`, '--hostname="$DB_HOST"', '> /login/token']
      : [
          `aws rds generate-db-auth-token --region=${region}`,
          '--hostname="$DB_HOST" --port="$DB_PORT" --username="$DB_USER"',
          '> /login/token',
        ];
  // to Kubernetes `$(NAME)` is a variable, and `$$` a dollar: the shell gets `$(cat …)`
  const client = isPostgres
    ? [`PGPASSWORD="$$(cat /login/token)" psql -c "select current_user"`]
    : ['MYSQL_PWD="$$(cat /login/token)"', ...inPod(family, database !== '')];
  const environment = (indent: string): string[] => [
    `${indent}env:`,
    ...variables.flatMap(([key, value]) => [
      `${indent}  - name: ${key}`,
      `${indent}    value: ${kubernetesValue(value)}`,
    ]),
  ];
  return {
    text: textOf(
      `# ${shown(name)}: the pod signs its own token with the IAM role of its service account`,
      `# (IRSA or EKS Pod Identity), which allows ${service === 'dsql' ? `dsql:${isForDsqlAdmin(input) ? 'DbConnectAdmin' : 'DbConnect'} to this cluster` : 'rds-db:connect as this database user'}.`,
      isTunnelled && '# It connects to the database itself, not to this machine’s tunnel.',
      own
        ? `# kubectl create configmap rds-ca --from-file=${BUNDLE_NAME}=${shellWord(shown(direct.certificates.localFile))}`
        : `# curl -fsSO ${source} && kubectl create configmap rds-ca --from-file=${fileName === BUNDLE_NAME ? '' : `${BUNDLE_NAME}=`}${fileName}`,
      'apiVersion: batch/v1',
      'kind: Job',
      'metadata:',
      `  name: ${slugOf(name)}`,
      'spec:',
      '  backoffLimit: 0',
      '  template:',
      '    spec:',
      '      serviceAccountName: database-client # yours',
      '      restartPolicy: Never',
      '      volumes:',
      '        - name: login',
      '          emptyDir: { medium: Memory }',
      '        - name: rds-ca',
      '          configMap: { name: rds-ca }',
      '      initContainers:',
      '        - name: sign',
      '          image: public.ecr.aws/aws-cli/aws-cli:latest',
      ...command(sign),
      '          volumeMounts: [{ name: login, mountPath: /login }]',
      ...environment('          '),
      '      containers:',
      '        - name: client',
      `          image: ${images[family]}`,
      ...command(client),
      '          volumeMounts:',
      '            - { name: login, mountPath: /login, readOnly: true }',
      '            - { name: rds-ca, mountPath: /rds-ca, readOnly: true }',
      ...environment('          '),
    ),
  };
}

/** A shell's command in a folded scalar of YAML, whose line ends are spaces; nothing in it is anyone's name. */
function command(lines: readonly string[]): string[] {
  const words = ['command:', '  - sh', '  - -c', '  - >-', ...lines.map((line) => `    ${line}`)];
  return words.map((line) => `          ${line}`);
}

function inPod(dialect: 'mysql' | 'mariadb', hasDatabase: boolean): string[] {
  const tls =
    dialect === 'mysql'
      ? `--ssl-mode=VERIFY_IDENTITY --ssl-ca=/rds-ca/${BUNDLE_NAME} --enable-cleartext-plugin`
      : `--ssl --ssl-verify-server-cert --ssl-ca=/rds-ca/${BUNDLE_NAME}`;
  return [
    `${dialect} --protocol=TCP --host="$DB_HOST" --port="$DB_PORT" --user="$DB_USER"`,
    tls,
    `${hasDatabase ? '--database="$DB_NAME" ' : ''}--execute="select current_user()"`,
  ];
}
