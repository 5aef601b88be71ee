"""Says where the AWS CLI's own credential chain finds a profile's credentials.

Reads a JSON list of {"config", "credentials", "profile"} and writes a JSON list: null where the chain refuses
or finds nothing, else the leaf's provider, its keys, and the roles that are assumed on the way. Nothing is
sent anywhere: roles and SSO are resolved by the chain only when their credentials are used.
"""

import json
import os
import sys
import tempfile

try:
    import awscli  # AWS CLI 2 brings a botocore of its own
except ImportError:
    pass
from botocore import credentials, exceptions, session


def fetcher_of(found):
    fetch = found._refresh_using
    # with MFA it is wrapped once more
    inner = getattr(fetch, '_refresh', fetch)
    return inner.__self__


def look(case, paths):
    for path, key in zip(paths, ('config', 'credentials')):
        with open(path, 'w') as file:
            file.write(case[key])
    one = session.Session(profile=case['profile'])
    one.set_config_variable('config_file', paths[0])
    one.set_config_variable('credentials_file', paths[1])
    try:
        found = credentials.create_credential_resolver(one).load_credentials()
    except exceptions.BotoCoreError:
        return None
    if found is None:
        return None
    roles = []
    while found.method == 'assume-role':
        fetcher = fetcher_of(found)
        asked = dict(fetcher._assume_kwargs)
        if fetcher._using_default_session_name:
            del asked['RoleSessionName']
        roles.insert(0, asked)
        found = fetcher._source_credentials
    keys = None
    if found.method in ('shared-credentials-file', 'config-file'):
        keys = [found.access_key, found.secret_key, found.token]
    return {'method': found.method, 'roles': roles, 'keys': keys}


def main():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ('config', 'credentials')]
        answers = [look(case, paths) for case in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


main()
