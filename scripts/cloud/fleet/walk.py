"""The walk of one machine: forward to the repair, and back to where it was, each step looked at before and after."""
import dataclasses, hashlib, time
from collections.abc import Callable
from .errors import CallError, CloudError, Stopped, Unfinished
from .repair import DONE, repair, repair_command, wait_for_device
from .tools import TRIES, printing, say


@dataclasses.dataclass
class Step:
    """Something that is made to hold. `holds` looks: false, true, or the facts that were found. `act` changes."""
    name: str
    holds: Callable
    act: Callable
    # What stands for the facts where calls are only printed.
    placeholders: dict = dataclasses.field(default_factory=dict)


class Walk:
    """What is the same for all providers. A provider's walk has `note`, `forward` and `back`, and where the disk is."""

    # Whether the machine's own disk stays as it is until a repaired copy takes its place.
    works_on_copy = False

    def __init__(self, run, row, journal, attempt):
        self.run, self.row, self.journal, self.options, self.tool = run, row, journal, run.options, run.tool
        self.name = row['name']
        self.answer = None
        # In the names of everything that is made, so that it is known again after a break.
        identity = hashlib.sha256(self.name.encode()).hexdigest()[:8]
        self.token = f'unloop-{run.id}-{attempt}-{identity}'

    # What a provider tells.
    def note(self): raise NotImplementedError
    def forward(self): raise NotImplementedError
    def back(self): raise NotImplementedError
    def kept(self): raise NotImplementedError
    def device_paths(self): raise NotImplementedError

    @property
    def facts(self):
        return self.journal.facts

    @property
    def is_repaired(self):
        """Something was removed and proven, and nothing failed since."""
        answer = self.facts.get('repair')
        return bool(answer and answer['done'] and answer['committed'] and not self.journal.last('failed'))

    @property
    def is_in_doubt(self):
        """The disk was written, and the repair does not vouch for it."""
        answer = self.facts.get('repair')
        return bool(answer and answer['committed'] and not answer['done'])

    @property
    def keeps_snapshot(self):
        return self.is_in_doubt or (self.is_repaired and not self.options.delete_snapshots)

    def go(self):
        """Walks to the end, from wherever an earlier run was broken off, and writes the result down."""
        if not self.facts:
            facts = self.note()
            self.journal.write(row=self.row, facts=facts)
        if not self.journal.last('failed') and not self.journal.last('forward'):
            try:
                for step in self.forward():
                    if self.run.stopping.is_set() and not self.facts.get('repair'):
                        raise Stopped('stopped by the operator before it was repaired')
                    self.perform(step)
                self.journal.write(forward='done')
            except CloudError as error:
                say(f'{self.name}: {error}; putting it back')
                self.journal.write(failed=str(error), stopped=isinstance(error, Stopped))
        for step in self.back():
            self.perform(step)
        result = self.result()
        self.journal.write(finished=result)
        return result

    def result(self):
        answer, failed = self.facts.get('repair') or {}, self.journal.last('failed')
        state = 'in-doubt' if self.is_in_doubt else 'repaired' if self.is_repaired else 'as-before'
        outcome = answer.get('outcome')
        if failed and outcome in (None, *DONE):
            outcome = 'failed'
        message = failed
        if self.is_in_doubt:
            message = 'the disk was written and the repair was not proven: not started; see the snapshot and the log'
        return {
            'machine': self.name, 'outcome': outcome, 'reason': answer.get('reason'), 'state': state,
            'done': bool(answer.get('done')) and not failed, 'message': message, 'kept': self.kept(),
            'log': answer.get('log'), 'undo': answer.get('undo'), 'stopped': bool(self.journal.last('stopped'))}

    def perform(self, step):
        if self.journal.has(step.name, 'done'):
            return
        isResumed = self.journal.has(step.name, 'begin')
        self.journal.write(step=step.name, at='begin')
        if self.run.dry:
            step.act()
            self.journal.write(step=step.name, at='done', facts=step.placeholders)
            return
        say(f'{self.name}: {step.name} …')
        found = step.holds()
        if isResumed and not found:
            # What an earlier run made may take a moment to show.
            time.sleep(self.tool.pause)
            found = step.holds()
        if not found:
            self._act(step)
            found = self.wait(step.name, step.holds)
        self.journal.write(step=step.name, at='done', facts=found if isinstance(found, dict) else {})
        say(f'{self.name}: {step.name} … [done]')

    def _act(self, step):
        for attempt in range(TRIES):
            try:
                step.act()
                return
            except CallError as error:
                if step.holds():
                    return
                if not error.transient or attempt == TRIES - 1:
                    raise
            time.sleep(self.tool.pause)

    def wait(self, what, look):
        """Looks until it holds, and not for ever."""
        deadline = time.monotonic() + self.options.wait * 60
        while True:
            found = look()
            if found:
                return found
            if time.monotonic() > deadline:
                raise CloudError(f'{what}: not so after {self.options.wait} minutes')
            time.sleep(self.tool.pause)

    def repair_step(self):
        return Step('repair', lambda: self.answer and {'repair': self.answer}, self._repair, {
            'repair': {'outcome': 'repaired', 'reason': None, 'log': None, 'undo': None, 'committed': True, 'done': True}})

    def _repair(self):
        if self.run.dry:
            with printing:
                print(' '.join(repair_command(self.options, self.name, self.device_paths()[0])), flush=True)
            return
        device = wait_for_device(self.device_paths(), self.facts['bytes'], min(120, self.options.wait * 60), self.tool.pause)
        try:
            self.answer = repair(self.options, self.name, device, self.tool.inherited)
        except Unfinished as error:
            if not self.works_on_copy:
                raise
            # A copy that may be half written is thrown away.
            raise CloudError(str(error)) from error
