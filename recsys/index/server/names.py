"""The names of collections and aliases."""

ALIAS = "matinee_users"
RETIRED_ALIAS = "matinee_items"
"""Builds of the first format had collections of item weights too."""


def collection_of(build_id: str) -> str:
    """Return the collection of a build."""
    return f"{ALIAS}_{build_id}"


def is_ours(collection: str) -> bool:
    """Return whether a collection holds points of some build."""
    return collection.startswith((f"{ALIAS}_", f"{RETIRED_ALIAS}_"))


def build_of(collection: str) -> str:
    """Return the build that a collection belongs to; its own name when it isn't ours."""
    return collection.removeprefix(f"{ALIAS}_")
