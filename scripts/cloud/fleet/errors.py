"""What can go wrong, by what follows from it."""


class UsageError(Exception):
    """The command line, the list or the folder of the state is wrong. Nothing was done."""


class Refusal(Exception):
    """A machine is left alone, before anything of it was changed."""


class CloudError(Exception):
    """A step did not succeed. The machine is put back."""


class CallError(CloudError):
    """A call of the provider's tool failed."""

    def __init__(self, message, transient=False):
        super().__init__(message)
        # Whether the same call may succeed a little later.
        self.transient = transient


class Stopped(CloudError):
    """The operator asked to stop."""


class Unfinished(Exception):
    """Neither repaired nor put back: the same command takes it up again."""
