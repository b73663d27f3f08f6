"""Models on disk: how one is made, kept, and opened.

::

    build.py       from a data set to a published build
    indexing.py    the engine's part of that, in a process of its own
    space.py       what a full disk comes to
    builds.py      which builds there are, and which one is in use
    artifacts.py   the files of one build
    manifest.py    whether they are as they were written
    invariants.py  whether the arrays can be those of a model
    uploads.py     which of them are on Qdrant servers
    open.py        from a build to a recommender
"""
