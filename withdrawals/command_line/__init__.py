"""Process JSON lines for scripts: the shapes that scripts depend on (docs/commands.md), and the results.

The package is pure, without Django. ``reader`` turns a line into a shape, or raises an error that names the path.
``drafts``, ``reviews`` and ``notices`` each define one shape, build the request from it and return the result.
``lines`` reads the lines, numbers them and returns the output lines.
"""
