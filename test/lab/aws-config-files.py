"""Says what the AWS CLI's own parser makes of config files.

Reads a JSON list of [config, credentials] (base64) and writes a JSON list: what a session's whole
configuration holds, or null where the parser refuses the files.
"""

import base64
import json
import os
import sys
import tempfile

try:
    import awscli  # AWS CLI 2 brings a botocore of its own
except ImportError:
    pass
import botocore
from botocore import exceptions, session


def read(paths):
    one = session.Session()
    one.set_config_variable('config_file', paths[0])
    one.set_config_variable('credentials_file', paths[1])
    try:
        whole = one.full_config
    except exceptions.ConfigParseError:
        return None
    return {'profiles': whole['profiles'], 'sso': whole.get('sso_sessions', {}), 'services': whole.get('services')}


def main():
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ('config', 'credentials')]
        for case in json.load(sys.stdin):
            for path, content in zip(paths, case):
                with open(path, 'wb') as file:
                    file.write(base64.b64decode(content))
            answers.append(read(paths))
    json.dump({'version': botocore.__version__, 'answers': answers}, sys.stdout)


main()
