"""One file per format: a `Build` in, text out. `generate_x` makes the text, `write_x` the file."""
