"""What the Python programs have in common: one line for each behaviour, as `run.ts` reads them."""

import os
import traceback

HOST = '127.0.0.1'
PORT = int(os.environ['PORT'])
TLS_PORT = int(os.environ['TLS_PORT'])
UNREACHABLE_PORT = int(os.environ['UNREACHABLE_PORT'])
NO_TOKEN_PORT = int(os.environ['NO_TOKEN_PORT'])
USER = os.environ['DB_USER']
PASSWORD = os.environ['LOCAL_PASSWORD']
DATABASE = os.environ['DATABASE']
CA = os.environ['CA']


def check(name, behaves):
    try:
        behaves()
        print('ok', name, flush=True)
    except BaseException as cause:
        why = ' '.join(traceback.format_exception_only(cause)).replace('\n', ' ')
        print('not ok', name, '-', why, flush=True)


def must(holds):
    assert holds, 'it does not hold'


def fails(act, *words):
    """The error that an act ends with, which has to say these words."""
    try:
        act()
    except Exception as cause:
        for word in words:
            assert word in str(cause), f'"{word}" is not in: {cause}'
        return cause
    raise AssertionError('it did not fail')
