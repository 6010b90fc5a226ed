"""The one error of a flow that cannot be used."""


class FlowError(ValueError):
    """The flow's files cannot be used; one sentence names the file and the place in it."""
