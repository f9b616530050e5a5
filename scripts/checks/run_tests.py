#!/usr/bin/env python3
"""Runs `swift test` with the log in a file, progress on the terminal, and a summary at the end.

usage: run_tests.py LOG COMMAND…

The summary names each failed test with its messages and places, each skipped one with its reason, and ends with swift
test's own last line. Exit status: 0 all passed, 1 a test failed, crashed or hung, 3 passed with some skipped, 4 no test
has such a name.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

# A whole boot under emulation is one test and takes minutes. Only a run in which nothing ends at all has hung.
SILENCE_OF_A_HANG = 40 * 60


class Run:
    """What Swift Testing's event stream says about the tests."""

    def __init__(self):
        self.tests = {}  # by identifier: what is known of a test or suite before it runs
        self.running = {}
        self.passed = self.ended = 0
        self.failures = {}  # by identifier: messages, in the order of the first
        self.skipped = {}  # by identifier: the reason
        self.last_line = None
        self.last_event = time.monotonic()

    def functions(self, identifiers):
        return [name for name in identifiers if self.tests.get(name, {}).get('kind') == 'function']

    def note(self, record):
        self.last_event = time.monotonic()
        payload = record.get('payload', {})
        if record.get('kind') == 'test':
            self.tests[payload['id']] = payload
            return
        kind, name = payload.get('kind'), payload.get('testID')
        is_function = self.tests.get(name, {}).get('kind') == 'function'
        if kind == 'testStarted' and is_function:
            self.running[name] = True
        elif kind == 'testEnded' and is_function:
            self.running.pop(name, None)
            self.ended += 1
            self.passed += name not in self.failures
        elif kind == 'testSkipped':
            self.skipped[name] = self.reason(payload)
        elif kind == 'issueRecorded':
            self.note_issue(name, payload)
        elif kind == 'runEnded':
            self.last_line = ' '.join(message['text'] for message in payload.get('messages', []))

    def note_issue(self, name, payload):
        issue = payload.get('issue', {})
        # A known issue is expected to be there; a warning is no failure.
        if issue.get('isKnown') or issue.get('_severity') == 'warning':
            return
        texts = [message['text'] for message in payload.get('messages', []) if message.get('symbol') != 'default']
        details = [message['text'] for message in payload.get('messages', []) if message.get('symbol') == 'default']
        place = issue.get('sourceLocation') or {}
        path = place.get('_filePath') or place.get('filePath') or place.get('fileID')
        where = f'{os.path.relpath(path) if path and os.path.isabs(path) else path}:{place.get("line")}' if path else ''
        text = '\n'.join(texts + details) or 'failed without a message'
        # The terminal form begins with the name and the place, which stand in the heading here.
        if ': ' in text and ' recorded an issue' in text.split(': ')[0]:
            text = text.split(': ', 1)[1]
        self.failures.setdefault(name, []).append((where, text))

    @staticmethod
    def reason(payload):
        text = ' '.join(message['text'] for message in payload.get('messages', []))
        return text.split(' skipped: ', 1)[1].strip('"') if ' skipped: ' in text else ''

    def title(self, name):
        test = self.tests.get(name, {})
        module = (name or '').split('.')[0]
        shown = test.get('displayName') or test.get('name') or name or 'the run'
        parts = (name or '').split('/')
        suite = '/'.join(parts[:-2]) if test.get('kind') == 'function' else ''
        inside = self.tests.get(suite, {}).get('name') if suite else None
        return f'{module}: {inside + ": " if inside else ""}{shown}'

    def reason_of(self, name):
        """The reason of a test, or of the suite around it."""
        while name:
            if self.skipped.get(name):
                return self.skipped[name]
            name = name.rpartition('/')[0]
        return 'no reason given'


class Progress:
    """One line that is overwritten on a terminal; a line now and then in a file."""

    def __init__(self, run):
        self.run, self.shown, self.next_line = run, 0, time.monotonic() + 30
        self.ended_at_last_line = 0
        self.is_terminal = sys.stderr.isatty()

    def text(self):
        run = self.run
        total = len(run.functions(run.tests))
        failed = f', {len(run.failures)} failed' if run.failures else ''
        return f'{run.ended + len(run.functions(run.skipped))} of {total} tests{failed}'

    def show(self):
        if not self.run.tests:
            return
        new = list(self.run.failures)[self.shown:]
        if self.is_terminal:
            sys.stderr.write('\r\x1b[K')
        for name in new:
            sys.stderr.write(f'  failed: {self.run.title(name)}\n')
        self.shown += len(new)
        if self.is_terminal:
            sys.stderr.write(f'  {self.text()}')
        elif time.monotonic() > self.next_line:
            sys.stderr.write(f'  {self.text()}{self.waited_for()}\n')
            self.next_line = time.monotonic() + 30
            self.ended_at_last_line = self.run.ended
        sys.stderr.flush()

    def waited_for(self):
        """The tests that a run waits for, once they are few."""
        running = list(self.run.running)
        if self.run.ended > self.ended_at_last_line or not 0 < len(running) <= 4:
            return ''
        return '; running: ' + ', '.join(self.run.title(name) for name in running)

    def close(self):
        sys.stderr.write(f'\r\x1b[K  {self.text()}\n' if self.is_terminal else f'  {self.text()}\n')


def follow(path, run, lock):
    """Reads the event stream until the program that writes it has closed it."""
    with open(path, encoding='utf-8', errors='replace') as stream:
        for line in stream:
            try:
                record = json.loads(line)
            except ValueError:
                continue  # the last line of a program that crashed
            with lock:
                run.note(record)


def closing_line(log, last_line):
    """swift test's own last line, as it stands in the log."""
    with open(log, encoding='utf-8', errors='replace') as file:
        lines = [line.rstrip('\n') for line in file if last_line in line]
    return lines[-1] if lines else last_line


def summarise(run, log, status):
    print()
    skipped = run.functions(run.skipped)
    for name in skipped:
        print(f'skipped  {run.title(name)}\n         {run.reason_of(name)}')
    for name, issues in run.failures.items():
        print(f'FAILED   {run.title(name)}')
        for where, text in issues:
            lines = text.split('\n')
            print(f'         {where}: {lines[0]}' if where else f'         {lines[0]}')
            for line in lines[1:]:
                print(f'             {line}')
    if run.last_line is None:
        with open(log, encoding='utf-8', errors='replace') as file:
            print('The tests ended early; the last they said was:')
            print(''.join(f'    {line}' for line in list(file)[-20:]))
        for name in run.running:
            print(f'FAILED   {run.title(name)}\n         was running when the tests ended')
    if run.failures or skipped:
        print()
    print(f'{run.passed} passed, {len(run.failures)} failed, {len(skipped)} skipped; all of the output is in {log}')
    if run.last_line is not None:
        print(closing_line(log, run.last_line))
    if run.last_line is None or run.failures or status != 0:
        return 1
    if not run.functions(run.tests):
        return 4
    return 3 if skipped else 0


def main():
    log, command = sys.argv[1], sys.argv[2:]
    run, lock = Run(), threading.Lock()
    progress = Progress(run)
    with tempfile.TemporaryDirectory() as folder, open(log, 'wb') as output:
        events = f'{folder}/events'
        os.mkfifo(events)
        # Open for writing too, so that a program that never opens it ends the reader as well: by our own closing.
        keeper = os.open(events, os.O_RDWR)
        reader = threading.Thread(target=follow, args=(events, run, lock), daemon=True)
        reader.start()
        tests = subprocess.Popen(
            [*command, '--experimental-event-stream-output', events, '--experimental-event-stream-version', '0'],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            while tests.poll() is None:
                time.sleep(0.5)
                with lock:
                    progress.show()
                    hung = time.monotonic() - run.last_event > SILENCE_OF_A_HANG
                if hung:
                    print(f'\nNothing has ended for {SILENCE_OF_A_HANG // 60} minutes; ending the run.', file=sys.stderr)
                    os.killpg(tests.pid, signal.SIGKILL)
        except BaseException:
            os.killpg(tests.pid, signal.SIGKILL)
            raise
        os.close(keeper)
        reader.join(10)
        with lock:
            progress.show()
            progress.close()
            return summarise(run, log, tests.returncode)


if __name__ == '__main__':
    sys.exit(main())
