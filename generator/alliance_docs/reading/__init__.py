"""From the bytes of a file to an alliance and what is to be told of it; knows no Git, no history and no page."""
