"""What can go wrong."""

from __future__ import annotations


class AscribeError(Exception):
    """The program did not do what it was asked.

    ``message`` says what was wrong, ``hint`` what to do about it ("" if it does
    not say), ``code`` is the program's exit code (None if it did not end).
    """

    def __init__(self, message: str, hint: str = "", code: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message


class Failed(AscribeError):
    """The work failed: no such file, no right to read it, a limit of the query."""


class NotUnderstood(AscribeError):
    """A question, a query, a name or an option was not understood."""


class BadData(AscribeError):
    """The graph, or what was to be imported, is damaged or malformed."""


class TimedOut(AscribeError):
    """The program did not answer within the time of the Graph."""


class BinaryNotFound(AscribeError):
    """There is no program to drive."""


BY_CODE: dict[int, type[AscribeError]] = {1: Failed, 2: NotUnderstood, 3: BadData}


def from_stderr(text: str, code: int) -> AscribeError:
    """Make an exception of what the program wrote to standard error."""
    message, hint, rest = "", "", []
    for line in text.splitlines():
        if line.startswith("ascribe: error: "):
            message = line.removeprefix("ascribe: error: ")
        elif line.startswith("ascribe: hint: "):
            hint = line.removeprefix("ascribe: hint: ")
        else:
            rest.append(line)
    if rest and message:
        message += "\n" + "\n".join(rest)  # the line at fault, with a caret
    return BY_CODE.get(code, AscribeError)(message or text.strip() or f"exit code {code}", hint, code)
