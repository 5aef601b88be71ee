import { parseDocument, serialiseDocument } from '../../app/profiles/config-files/document.ts';
import { printConfig } from '../../app/profiles/config-files/print-config.ts';
import { readAwsConfig } from '../../app/profiles/config-files/read-config.ts';
import { resolveProfile } from '../../app/profiles/plan/resolve-profile.ts';
import { decodeConfigFile, encodeConfigFile } from '../../main/profiles/config-file-text.ts';
import { eachInput, must, type Tally } from './each-input.ts';
import { mutate, mutateText, type Dice } from './mutations.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const config = `[default]
region = eu-west-1

# the team's
[profile prod] # all of it
role_arn = arn:aws:iam::123456789012:role/reader
source_profile = keys
s3 =
  addressing_style = path
  max_concurrent_requests = 20

[profile "two words"]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Reader
services = local

[sso-session corp]
sso_start_url = https://d-1234567890.awsapps.com/start
sso_region = eu-west-1
[services local]
rds =
  endpoint_url = http://localhost:4566
[profile program]
credential_process = /usr/bin/helper --user "a b"
[profile circle]
role_arn = arn:aws:iam::123456789012:role/circle
source_profile = circle
`;
const credentials = `[keys]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = ${SECRET}
[prod]
region: us-east-1
`;
const WORDS = [
  '[profile ',
  '[DEFAULT]\n',
  'source_profile = prod\n',
  'role_arn',
  ' = ',
  '\n  ',
  '  x = y\n',
  'é',
  '\u0085',
];

/** Changed config files: every byte is kept, reading never fails, every profile has a plan or a reason, and no secret shows. */
export async function fuzzAwsConfigFiles(count: number, seed: number): Promise<Tally> {
  return eachInput(count, seed, (dice) => {
    const [first, second] = [changed(config, dice), changed(credentials, dice)];
    const read = readAwsConfig({ config: textOf(first), credentials: textOf(second) });
    const printed = JSON.stringify(
      printConfig(read, { config: 'config', credentials: 'credentials' }, 'masked').skipped,
    );
    must(!printed.includes(SECRET), `no secret shows in ${printed}`);
    for (const { line, reason } of read.skipped)
      must(reason.startsWith(`line ${line}: `), `${reason} tells its line`);
    const usable = [...read.profiles.keys()].filter((name) => resolveProfile(read, name, {}).ok);
    return usable.length === 0 ? 'no profile' : read.skipped.length === 0 ? 'all of it' : 'a part of it';
  });
}

function changed(text: string, dice: Dice): Buffer {
  switch (dice.roll(5)) {
    case 0:
      return Buffer.from(text);
    case 1:
      return mutate(Buffer.from(text), dice);
    default:
      return Buffer.from(mutateText(text, dice, WORDS));
  }
}

/** The text of a file, from which all of the file can be had again. */
function textOf(bytes: Buffer): string {
  const text = decodeConfigFile(bytes);
  must(encodeConfigFile(text).equals(bytes), 'every byte is kept');
  must(serialiseDocument(parseDocument(text)) === text, 'every character is kept');
  return text;
}
