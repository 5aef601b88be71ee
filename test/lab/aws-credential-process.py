"""Says what the AWS CLI makes of what a credential_process line and its program say.

Reads {"expirations": [...], "lines": [...]} and writes the same lists: for each expiration the milliseconds since the
epoch at which the credentials end, or null where the CLI cannot use it; for each line its words as the CLI splits it
on Windows, or null where it refuses.
"""

import json
import sys
import warnings

try:
    import awscli  # AWS CLI 2 brings a botocore of its own
except ImportError:
    pass
from botocore import compat, credentials

# dates in zones that it does not know are among those that are asked about
warnings.simplefilter('ignore')


def ends(text):
    metadata = {'access_key': 'A', 'secret_key': 's', 'token': None, 'expiry_time': text}
    try:
        made = credentials.RefreshableCredentials.create_from_metadata(metadata, lambda: metadata, 'process')
        made.refresh_needed()
        return round(made._expiry_time.timestamp() * 1000)
    except Exception:
        return None


def split(line):
    try:
        return compat._windows_shell_split(line)
    except ValueError:
        return None


asked = json.load(sys.stdin)
json.dump(
    {
        'expirations': [ends(text) for text in asked['expirations']],
        'lines': [split(line) for line in asked['lines']],
    },
    sys.stdout,
)
