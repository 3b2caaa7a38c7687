"""The one exception a researcher is meant to read."""


class DataError(ValueError):
    """
    A document, table or study folder that cannot be used as it stands.

    The message names the file or table, the place in it, and what to do.
    """
