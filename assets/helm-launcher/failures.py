"""The one error that ends a verb."""


class Failure(Exception):
    """Something a verb cannot do; the text is what Helm prints after "Error: "."""
