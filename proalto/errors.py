"""The roots of the project's exceptions: what goes wrong is raised, chained, and mapped to a response once."""


class ProAltoError(Exception):
    """Root of every error that this project raises on purpose."""


class OutsideError(ProAltoError):
    """A call through an outside door failed; `permanent` tells whether trying again is of use."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent
