"""The journal of one machine: a line before a step and a line after it, each on the disk before anything else happens."""
import datetime, fcntl, json, os, time
from .errors import UsageError


def sync_folder(path):
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_whole(path, value):
    """A file of JSON that is there whole or not at all."""
    temporary = path.with_name(path.name + '.new')
    with open(temporary, 'w', encoding='utf-8') as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def lock(path, seconds, say):
    """Takes the lock of a folder of state; what a killed run has started holds it until it has ended.

    Every program that a run starts inherits the lock. So no call of an earlier run is under way when this one looks.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline, told = time.monotonic() + seconds, False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return handle
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise UsageError(f'{path.parent}: another run works in it, or what one has started still does; '
                                 'wait for its end, or give another --state') from None
        if not told:
            say(f'{path.parent}: waiting for another run, or for what it has started')
            told = True
        time.sleep(0.2)


class Journal:
    """Lines of JSON. With a path of None it is in memory, for runs that only print."""

    def __init__(self, path):
        self.path = path
        self.entries = []
        self.handle = None
        if path is None:
            return
        isNew = not path.exists()
        self.handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if isNew:
            sync_folder(path.parent)
        self._read()

    def _read(self):
        content = b''
        while part := os.read(self.handle, 1 << 20):
            content += part
        whole = content[:content.rfind(b'\n') + 1]
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                entry = json.loads(line)
                if not isinstance(entry, dict):
                    raise ValueError('no object')
            except ValueError as error:
                raise UsageError(f'{self.path}, line {number}: damaged ({error}); compare the machine with the lines '
                                 'before it, put it back by hand, and remove the file') from error
            self.entries.append(entry)
        # A line that was cut announced something that had not begun, or told of something that is looked at again.
        if len(whole) < len(content):
            os.ftruncate(self.handle, len(whole))
            os.fsync(self.handle)

    def write(self, **entry):
        entry = {'time': datetime.datetime.now(datetime.UTC).strftime('%Y-%m-%dT%H:%M:%SZ')} | entry
        if self.handle is not None:
            line = (json.dumps(entry) + '\n').encode()
            if os.write(self.handle, line) != len(line):
                raise OSError(f'{self.path}: the disk is full')
            os.fsync(self.handle)
        self.entries.append(entry)

    def close(self):
        if self.handle is not None:
            os.close(self.handle)
            self.handle = None

    def last(self, member):
        """The newest value of a member of the entries; None where no entry has it."""
        return next((entry[member] for entry in reversed(self.entries) if member in entry), None)

    def has(self, step, at):
        return any(entry.get('step') == step and entry.get('at') == at for entry in self.entries)

    @property
    def facts(self):
        facts = {}
        for entry in self.entries:
            facts |= entry.get('facts', {})
        return facts
