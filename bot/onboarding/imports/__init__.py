"""``/import``: ratings and watchlists from elsewhere, shown first, saved on a press, undone on one.

From the bytes of a file to rows of the database, each step a module: `unpack` (bytes to texts),
`formats` (texts to rows), `films` (rows to films of the catalogue), `scale` (stars to verdicts),
`preview` (what would be saved), then `words`, `buttons` and `command` for the member.
"""
