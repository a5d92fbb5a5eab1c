"""Documents in: from a file to the facts that it states. Knows no store but through `graph`."""
