"""Calls of other programs: the provider's own command-line tool, and unloop."""
import json, os, re, shlex, subprocess, sys, threading, time
from .errors import CallError, CloudError

TRANSIENT = re.compile(
    r'throttl|RequestLimitExceeded|TooManyRequests|rateLimitExceeded|\b429\b|\b50[0234]\b|ServiceUnavailable|InternalError|'
    r'Conflict|Incorrect\w*State|resourceNotReady|timed? ?out|could not connect|connection (?:reset|refused|aborted)|'
    r'temporarily', re.IGNORECASE)
TRIES = 5
printing = threading.Lock()


def say(text):
    with printing:
        print(text, file=sys.stderr, flush=True)


def printable(text):
    """Text of other programs for a terminal and one line."""
    return ''.join(character if character.isprintable() else ' ' for character in text)


def run_program(command, environment, inherited, seconds):
    """Runs a program to its end: exit status, standard output, standard error.

    It gets a session of its own, so that Ctrl-C at the terminal does not reach it in the middle of a change, and the lock
    of the state, so that a later run waits for it.
    """
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment,
            pass_fds=inherited, start_new_session=True)
    except OSError as error:
        raise CloudError(f'{command[0]}: cannot be started: {error.strerror}') from error
    try:
        output, errors = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise CallError(f'{shlex.join(command)}: timed out after {seconds:.0f} s', transient=True) from None
    return process.returncode, output.decode(errors='replace'), errors.decode(errors='replace')


class Tool:
    """The provider's tool. What it answers is JSON, and checked."""

    def __init__(self, program, common=(), environment=None):
        self.program, self.common, self.environment = program, list(common), environment or {}
        self.inherited, self.seconds, self.pause, self.dry = (), 3600, 5, False

    def read(self, *words):
        """Asks for something. A question that fails is asked again a few times."""
        for attempt in range(TRIES):
            try:
                return self._call(words)
            except CallError as error:
                if not error.transient or attempt == TRIES - 1:
                    raise
            time.sleep(self.pause)

    def change(self, *words):
        """Changes something, or prints the call. Whether it did is seen by looking."""
        if self.dry:
            with printing:
                print(shlex.join([self.program, *words, *self.common]), flush=True)
            return {}
        return self._call(words)

    def _call(self, words):
        command = [self.program, *words, *self.common]
        status, output, errors = run_program(command, self.environment, self.inherited, self.seconds)
        if status != 0:
            message = printable(errors.strip() or output.strip())[-600:]
            raise CallError(f'{shlex.join(command)}: failed with {status}: {message}', bool(TRANSIENT.search(message)))
        if not output.strip():
            return None
        try:
            return json.loads(output)
        except ValueError as error:
            raise CloudError(f'{shlex.join(command)}: the answer is not JSON: {error}') from error


def member(value, *path):
    """A member of an answer that must be there."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            raise CloudError(f'an answer of the provider has no {".".join(map(str, path))}') from None
    return value
