"""Engines that find neighbours: adapters of `recsys.types.NeighbourIndex`.

::

    points.py    what is stored, under which names
    ranking.py   one promised order, whatever the engine
    edge/        Qdrant Edge, inside the process, files beside the bot
    server/      a Qdrant server, cluster or cloud
"""
