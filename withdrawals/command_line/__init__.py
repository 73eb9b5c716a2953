"""JSON lines in, JSON lines out: the shapes that scripts depend on (docs/commands.md), and the rooms that answer them.

Pure: no Django. `reader` turns a line into a shape, or into an error that names the path. `drafts`, `reviews` and
`notices` each hold one shape, the request that a room is asked with, and the answer. `lines` reads, numbers and answers.
"""
